// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import java.io.IOException;

/** A destination of lines. One thread sends; another one may abort. */
interface Channel {
    /** Its name in {@code falco.yaml}, and its destination. */
    String name();

    /**
     * Sends a line.
     *
     * @return how many more lines, this or earlier ones, are now known to have arrived
     * @throws IOException if this line, or earlier ones, may not have arrived
     */
    long send(String line) throws IOException;

    /**
     * Sends what is pending and closes.
     *
     * @return as for {@link #send}
     * @throws IOException if some of what was sent may not have arrived
     */
    default long close() throws IOException {
        return 0;
    }

    /** Forcibly ends a {@link #send} that hangs. */
    default void abort() {}
}
