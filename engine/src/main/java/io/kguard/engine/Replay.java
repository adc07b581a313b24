// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.capture.CaptureException;
import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.event.MalformedEventException;
import io.kguard.internal.field.HostNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates rules over captures. What it gives depends on the capture, the rules and the names alone, not on the machine it
 * runs on. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class Replay {
    /**
     * What came of a capture.
     *
     * @param session the session as it stands at the end
     * @param events the number of events in the capture, those of the initial state included
     * @param dropEvents events by which the recorder says that it left events out
     * @param unknownEvents events that no rule could see: of types, or of plugins, that are not known
     * @param damage what ended the capture early; the events and alerts before it are good
     */
    public record Result(
            Session session, long events, long dropEvents, long unknownEvents, Optional<CaptureException> damage) {
        /**
         * This result, if the capture was read to its end.
         *
         * @throws CaptureException if it was not
         */
        public Result orThrow() throws CaptureException {
            if (damage.isPresent()) {
                throw damage.get();
            }
            return this;
        }

        /** Why the alerts may not be all that there should be, in sentences; empty if all is well. */
        public List<String> doubts() {
            List<String> doubts = new ArrayList<>();
            damage.ifPresent(cause -> doubts.add("the capture is damaged: " + cause.getMessage()));
            if (dropEvents > 0) {
                doubts.add("the capture lacks events: " + dropEvents
                        + " of its events say that the recorder left others out (drop). Record it again");
            }
            if (unknownEvents > 0) {
                doubts.add(unknownEvents
                        + " of its events are of types or of plugins that kguard does not know, so that no"
                        + " rule saw them. Record it with a Falco that kguard imitates");
            }
            doubts.addAll(session.doubts());
            return doubts;
        }
    }

    private final RuleSet rules;
    private final HostNames hostNames;

    private Replay(RuleSet rules, HostNames hostNames) {
        this.rules = rules;
        this.hostNames = hostNames;
    }

    /** Replays with rules; addresses have no names. */
    public static Replay of(RuleSet rules) {
        return new Replay(rules, HostNames.NONE);
    }

    /** This replay with names of addresses. */
    public Replay withHostNames(HostNames names) {
        return new Replay(rules, names);
    }

    /**
     * Reads a capture to its end.
     *
     * @param listener hears of the alerts, in the order of the events
     * @throws CaptureException if the file is no capture at all
     * @throws IOException if it can't be read
     */
    public Result run(Path capture, AlertListener listener) throws IOException {
        FalcoVersion version = rules.options().version();
        Session session = Session.of(rules, hostNames, listener);
        Event event = new Event(version);
        @Nullable CaptureException damage = null;
        try (ScapReader reader = ScapReader.open(capture, version, session)) {
            try {
                while (reader.next(event)) {
                    session.judge(event);
                }
            } catch (CaptureException e) {
                damage = e;
            } catch (MalformedEventException e) {
                damage = reader.damaged(String.valueOf(e.getMessage()));
            }
            return new Result(
                    session,
                    reader.eventCount(),
                    reader.dropEvents(),
                    reader.unknownEvents() + session.otherPluginCount(),
                    Optional.ofNullable(damage));
        }
    }
}
