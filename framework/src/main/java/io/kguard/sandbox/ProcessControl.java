// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.io.IOException;

/** A hand on a process in a container. Once the process is over, size and signals do nothing. */
interface ProcessControl {

    void input(byte[] data, int offset, int length) throws IOException;

    /** Nothing more comes in. */
    void endInput();

    /** Changes the terminal's size. Does nothing without a terminal. */
    void resize(int columns, int rows);

    void signal(int number);
}
