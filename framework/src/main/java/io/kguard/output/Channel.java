package io.kguard.output;

import java.io.IOException;

/** Where lines go. One thread sends; another may abort. */
interface Channel {
    /** Its name in {@code falco.yaml}, and where it leads to. */
    String name();

    /**
     * Sends a line.
     *
     * @throws IOException if it can't have arrived
     */
    void send(String line) throws IOException;

    /**
     * Sends what is still on its way and closes.
     *
     * @throws IOException if some of what was sent can't have arrived
     */
    void close() throws IOException;

    /** Ends a {@link #send} that hangs, by force. */
    void abort();
}
