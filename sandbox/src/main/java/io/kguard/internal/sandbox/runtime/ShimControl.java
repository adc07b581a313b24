// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.IOException;

/**
 * Controls a process that a shim holds. A broken connection only means that the process is over.
 *
 * @param terminal whether it has a terminal
 */
record ShimControl(ShimConnection connection, boolean terminal) implements ProcessControl {

    @Override
    public void input(byte[] data, int offset, int length) throws IOException {
        connection.input(data, offset, length);
    }

    @Override
    public void endInput() {
        try {
            connection.endInput();
        } catch (IOException e) {
            // it is over
        }
    }

    @Override
    public void resize(int columns, int rows) {
        if (terminal) {
            try {
                connection.resize(columns, rows);
            } catch (IOException e) {
                // it is over
            }
        }
    }
}
