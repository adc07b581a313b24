// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.capture.CaptureException;
import io.kguard.capture.EventTaker;
import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FalcoVersion;
import io.kguard.event.MalformedEventException;
import io.kguard.event.StateEntry;
import io.kguard.event.StateSink;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** A capture that is read once, event by event, for one or several sets of rules. Not thread-safe. */
@API(status = API.Status.INTERNAL)
public final class Playback implements AutoCloseable {
    private final ScapReader reader;
    private final Event event;
    private final Session[] sessions;
    private final EventTaker idle;
    private @Nullable CaptureException damage;

    private Playback(ScapReader reader, Event event, Session[] sessions) {
        this.reader = reader;
        this.event = event;
        this.sessions = sessions;
        this.idle = new Idle(sessions);
    }

    /**
     * Opens a capture and reads up to its first event.
     *
     * @param capture the capture, which the playback closes
     * @param name its name, for messages
     * @param sessions the sessions of the sets of rules, all for one version of Falco; at least one
     * @throws CaptureException if it is not a capture
     * @throws IOException if it can't be read
     */
    public static Playback open(ReadableByteChannel capture, String name, Session... sessions) throws IOException {
        FalcoVersion version = sessions[0].version();
        for (Session session : sessions) {
            if (session.version() != version) {
                throw new IllegalArgumentException("the sets of rules are for different versions of Falco");
            }
        }
        StateSink state = sessions.length == 1 ? sessions[0] : new All(sessions);
        return new Playback(ScapReader.open(capture, name, version, state), new Event(version), sessions.clone());
    }

    /** Takes events that no session has to judge. */
    private record Idle(Session... sessions) implements EventTaker {
        @Override
        public boolean wants(int code) {
            return code == EventCodes.GENERIC_X || isIdle(code);
        }

        @Override
        public boolean takes(int code, int syscall, long tid, boolean stateOnly) {
            int kind = EventKinds.of(code, syscall);
            if (!isIdle(kind)) {
                return false;
            }
            for (Session session : sessions) {
                session.pass(kind, tid, stateOnly);
            }
            return true;
        }

        private boolean isIdle(int kind) {
            for (Session session : sessions) {
                if (!session.isIdle(kind)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Passes the initial state on to all sessions. */
    private record All(Session... sessions) implements StateSink {
        @Override
        public void reset() {
            for (Session session : sessions) {
                session.reset();
            }
        }

        @Override
        public void entry(StateEntry entry) {
            for (Session session : sessions) {
                session.entry(entry);
            }
        }
    }

    /**
     * Evaluates the rules on the next event that may concern one.
     *
     * @return false at the end, or where the capture is damaged
     * @throws IOException if it can't be read
     */
    public boolean next() throws IOException {
        if (damage != null) {
            return false;
        }
        try {
            if (reader.next(event, idle)) {
                for (Session session : sessions) {
                    session.judge(event);
                }
                return true;
            }
        } catch (CaptureException e) {
            damage = e;
        } catch (MalformedEventException e) {
            damage = reader.damaged(String.valueOf(e.getMessage()));
        }
        return false;
    }

    /** What happened to the events that were read, for one of the sets of rules. */
    public Replay.Result result(Session session) {
        return new Replay.Result(
                session,
                reader.eventsRead(),
                reader.dropEvents(),
                reader.unknownEvents() + session.otherPluginCount(),
                reader.misplacedEnters(),
                Optional.ofNullable(damage));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
