// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.Session;
import java.io.IOException;
import java.util.List;

/** A file that is being judged: read event by event, and never held in memory. */
sealed interface OpenEvents extends AutoCloseable permits OpenCapture, OpenLog {
    /**
     * Evaluates the rules on the next event.
     *
     * @return false at the end, or where the file is damaged
     * @throws IOException if it can't be read
     */
    boolean next() throws IOException;

    /** How many events were read. */
    long count();

    /** Why alerts of a session may be missing. */
    List<String> doubts(Session session);

    @Override
    void close() throws IOException;
}
