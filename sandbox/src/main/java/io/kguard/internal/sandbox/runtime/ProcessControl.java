// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.IOException;

/** Controls a process in a container. Once the process is over, resizing has no effect. */
interface ProcessControl {

    void input(byte[] data, int offset, int length) throws IOException;

    /** Closes the process's input. */
    void endInput();

    /** Changes the terminal's size. Does nothing without a terminal. */
    void resize(int columns, int rows);
}
