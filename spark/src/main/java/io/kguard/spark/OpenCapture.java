// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.Playback;
import io.kguard.engine.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.List;

/**
 * A capture.
 *
 * @param playback what reads it
 * @param first one of the sessions
 */
record OpenCapture(Playback playback, Session first) implements OpenEvents {
    /**
     * Opens a capture.
     *
     * @param in its bytes; closed with this object, also if it can't be opened
     * @param sessions the sessions of the sets of rules, at least one
     * @throws IOException if it can't be read, or is no capture
     */
    static OpenCapture of(String name, InputStream in, List<Session> sessions) throws IOException {
        return new OpenCapture(
                Playback.open(Channels.newChannel(in), name, sessions.toArray(Session[]::new)), sessions.get(0));
    }

    @Override
    public boolean next() throws IOException {
        return playback.next();
    }

    @Override
    public long count() {
        return playback.result(first).events();
    }

    @Override
    public List<String> doubts(Session session) {
        return playback.result(session).doubts();
    }

    @Override
    public void close() throws IOException {
        playback.close();
    }
}
