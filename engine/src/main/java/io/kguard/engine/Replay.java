// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.capture.CaptureException;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.file.FileToRead;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * Evaluates rules on captures. The result depends only on the capture, the rules and the host names, not on the machine
 * it runs on. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class Replay {
    /**
     * The result of a replay.
     *
     * @param session the session in its final state
     * @param events the number of events in the capture, including those of the initial state
     * @param dropEvents the number of events with which the recorder reports dropped events
     * @param unknownEvents the number of events that no rule could see, because their type or plugin is unknown
     * @param misplacedEnters the number of events at which Falco itself stops reading, because a thread's enter event is of
     *     another call. A replay reads on: it takes the enter event for one that is missing
     * @param damage what ended the capture early, or null; events and alerts before it are valid
     */
    public record Result(
            Session session,
            long events,
            long dropEvents,
            long unknownEvents,
            long misplacedEnters,
            @API(status = API.Status.INTERNAL) Optional<CaptureException> damage) {
        /**
         * Returns this result if the capture was read to its end.
         *
         * @throws IOException if it was not
         */
        public Result orThrow() throws IOException {
            if (damage.isPresent()) {
                throw damage.get();
            }
            return this;
        }

        /** Why alerts may be missing, in sentences; empty if there is no doubt. */
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

    /** A replay with rules. Addresses have no host names. */
    public static Replay of(RuleSet rules) {
        return new Replay(rules, HostNames.NONE);
    }

    /** This replay with host names for addresses. */
    @API(status = API.Status.INTERNAL)
    public Replay withHostNames(HostNames names) {
        return new Replay(rules, names);
    }

    /**
     * Reads a capture to its end.
     *
     * @param listener receives the alerts, in the order of the events
     * @throws IOException if the file can't be read or is not a capture
     */
    public Result run(Path capture, Consumer<Alert> listener) throws IOException {
        return run(FileChannel.open(FileToRead.of(capture)), capture.toString(), listener);
    }

    /**
     * Reads a capture in a channel to its end, and closes the channel.
     *
     * @param name its name, for messages
     * @param listener receives the alerts, in the order of the events
     * @throws IOException if it can't be read or is not a capture
     */
    public Result run(ReadableByteChannel capture, String name, Consumer<Alert> listener) throws IOException {
        Session session = Session.of(rules, hostNames, listener);
        try (Playback playback = Playback.open(capture, name, session)) {
            while (playback.next()) {
                // the listener has the alerts
            }
            return playback.result(session);
        }
    }
}
