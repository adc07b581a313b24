package io.kguard.engine;

import io.kguard.capture.CaptureException;
import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.event.MalformedEventException;
import io.kguard.field.HostNames;
import io.kguard.machine.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates rules over captures. What it gives depends on the capture, the rules and the names alone, not on the machine it
 * runs on. Immutable.
 */
public final class Replay {
    /**
     * What came of a capture.
     *
     * @param engine the engine as it stands at the end, for counts and explanations
     * @param machine the machine as it stands at the end
     * @param events the number of events in the capture, those of the initial state included
     * @param dropEvents events by which the recorder says that it left events out
     * @param unknownEvents events that no rule could see: of types, or of plugins, that are not known
     * @param damage what ended the capture early; the events and alerts before it are good
     */
    public record Result(
            Engine engine,
            Machine machine,
            long events,
            long dropEvents,
            long unknownEvents,
            Optional<CaptureException> damage) {
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
        Machine machine = new Machine(version);
        Engine engine = rules.newEngine(machine, hostNames, listener);
        Event event = new Event(version);
        @Nullable CaptureException damage = null;
        try (ScapReader reader = ScapReader.open(capture, version, machine)) {
            try {
                while (reader.next(event)) {
                    if (machine.apply(event)) {
                        engine.evaluate(event);
                    }
                    machine.finish(event);
                }
            } catch (CaptureException e) {
                damage = e;
            } catch (MalformedEventException e) {
                damage = reader.damaged(String.valueOf(e.getMessage()));
            }
            return new Result(
                    engine,
                    machine,
                    reader.eventCount(),
                    reader.dropEvents(),
                    reader.unknownEvents() + engine.otherPluginCount(),
                    Optional.ofNullable(damage));
        }
    }
}
