// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import java.io.IOException;

/** Where lines go. One thread sends; another may abort. */
interface Channel {
    /** Its name in {@code falco.yaml}, and where it leads to. */
    String name();

    /**
     * Sends a line.
     *
     * @return how many lines are known to have arrived, that were not known to before: of this line and earlier ones
     * @throws IOException if this line, or earlier ones, can't be known to have arrived
     */
    long send(String line) throws IOException;

    /**
     * Sends what is still on its way and closes.
     *
     * @return as {@link #send}
     * @throws IOException if some of what was sent can't be known to have arrived
     */
    long close() throws IOException;

    /** Ends a {@link #send} that hangs, by force. */
    void abort();
}
