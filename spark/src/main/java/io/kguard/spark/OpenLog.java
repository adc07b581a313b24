// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.Session;
import io.kguard.event.EventSource;
import io.kguard.event.SourceEvent;
import io.kguard.internal.source.SourceLog;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log of documents, such as a Kubernetes audit log.
 *
 * @param log what reads it
 * @param sessions the sessions of the sets of rules, at least one
 */
record OpenLog(SourceLog log, List<Session> sessions) implements OpenEvents {
    /**
     * Opens a log.
     *
     * @param in its bytes; closed with this object, also if it can't be opened
     * @param source the source of its events; null if each says by what it has
     * @throws IOException if it can't be read
     */
    static OpenLog of(String name, InputStream in, @Nullable EventSource source, List<Session> sessions)
            throws IOException {
        return new OpenLog(SourceLog.open(name, in, sessions.get(0).sources(), source), sessions);
    }

    @Override
    public boolean next() throws IOException {
        SourceEvent event = log.next();
        if (event == null) {
            return false;
        }
        sessions.forEach(session -> session.judge(event));
        return true;
    }

    @Override
    public long count() {
        return sessions.get(0).eventCount();
    }

    @Override
    public List<String> doubts(Session session) {
        return session.doubts();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
