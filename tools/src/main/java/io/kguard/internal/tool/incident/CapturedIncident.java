// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.capture.ScapReader;
import io.kguard.capture.ScapWriter;
import io.kguard.engine.Alert;
import io.kguard.engine.Replay;
import io.kguard.engine.RuleSet;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.FdEntry;
import io.kguard.event.StateSink;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a capture down to the event of one alert. What stays is as little as gives the same alert: the events of the process and
 * its ancestors, or also those of their other descendants, or all before it.
 */
final class CapturedIncident {
    private static final Set<Integer> OF_THE_MACHINE = Set.of(
            EventCodes.CONTAINER_1_E,
            EventCodes.CONTAINER_4_E,
            EventCodes.CONTAINER_E,
            EventCodes.ASYNCEVENT_E,
            EventCodes.USERADDED_E,
            EventCodes.USERDELETED_E,
            EventCodes.GROUPADDED_E,
            EventCodes.GROUPDELETED_E);

    private final Path capture;
    private final RuleSet rules;
    private final List<String> notes = new ArrayList<>();

    /**
     * Cuts a capture.
     *
     * @param capture a capture of Falco, sysdig or kguard
     * @param rules the rules that its alerts are of
     */
    public CapturedIncident(Path capture, RuleSet rules) {
        this.capture = capture;
        this.rules = rules;
    }

    /**
     * Writes the part that matters for the first alert of a rule.
     *
     * @param rule the rule's name; null for the first alert of any
     * @param target the capture to write
     * @return the alert, as it comes from the part without secrets
     * @throws IncidentException if there is no such alert, or the part does not give the same one
     * @throws IOException if the capture is damaged, or a file can't be read or written
     */
    public Alert write(@Nullable String rule, Path target) throws IOException {
        if (rule != null) {
            KnownRules.require(rules, rule);
        }
        Alert alert = first(capture, rule);
        if (alert == null) {
            throw KnownRules.silent(rule, "capture", capture);
        }
        RelatedProcesses related = related(alert.eventNumber());
        for (Predicate<Long> threads :
                List.<Predicate<Long>>of(related.ancestors(), related.family(), thread -> true)) {
            copy(threads, alert.eventNumber(), target);
            Alert again = first(target, alert.ruleName());
            if (again != null && fields(again).equals(fields(alert))) {
                return withoutSecrets(again, target);
            }
        }
        throw new IncidentException(
                "the alert of \"" + alert.ruleName() + "\" depends on more than the events before it."
                        + " Use the whole capture: a scenario with the key \"capture\"");
    }

    /** What the last part that was written says of secrets, one sentence each. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Replaces what looks like a secret, as far as the rule fires without it. */
    private Alert withoutSecrets(Alert alert, Path part) throws IOException {
        notes.clear();
        Path copy = Files.createTempFile("kguard-incident", ".scap");
        try {
            for (boolean withData : new boolean[] {true, false}) {
                CaptureSecrets secrets = new CaptureSecrets(rules.options().version(), withData);
                secrets.copy(part, copy);
                Alert again = first(copy, alert.ruleName());
                if (again != null && again.eventNumber() == alert.eventNumber()) {
                    WholeFile.write(part, out -> Files.copy(copy, out));
                    note(secrets, withData);
                    return again;
                }
            }
        } finally {
            Files.deleteIfExists(copy);
        }
        notes.add("Secrets may be in the events: the rule does not fire if they are replaced.");
        return alert;
    }

    private void note(CaptureSecrets secrets, boolean withData) {
        if (!secrets.found().isEmpty()) {
            notes.add("What looks like a secret was replaced by X: in " + String.join(", ", secrets.found()) + ".");
        }
        if (!withData) {
            notes.add("What was read or written stays in the events, because the rule looks at it.");
        }
    }

    /** What an alert says, apart from the place of its event in the capture. */
    private static Map<String, @Nullable Object> fields(Alert alert) {
        Map<String, @Nullable Object> fields = new HashMap<>(alert.fields());
        fields.remove("evt.num");
        return fields;
    }

    private @Nullable Alert first(Path file, @Nullable String rule) throws IOException {
        List<Alert> found = new ArrayList<>();
        Replay.of(rules)
                .run(file, alert -> {
                    if (found.isEmpty() && (rule == null || alert.ruleName().equals(rule))) {
                        found.add(alert);
                    }
                })
                .orThrow();
        return found.isEmpty() ? null : found.get(0);
    }

    /** How the processes up to an event are related to the one that caused it. */
    private RelatedProcesses related(long eventNumber) throws IOException {
        Machine machine = new Machine(rules.options().version());
        Event event = new Event(rules.options().version());
        RelatedProcesses related = new RelatedProcesses(machine);
        try (ScapReader reader = ScapReader.open(capture, rules.options().version(), machine)) {
            while (reader.next(event) && event.number() < eventNumber) {
                machine.apply(event);
                related.note(machine.thread());
                machine.finish(event);
            }
            machine.apply(event);
            related.end(event.tid(), machine.thread());
            return related;
        }
    }

    private void copy(Predicate<Long> threads, long eventNumber, Path target) throws IOException {
        Event event = new Event(rules.options().version());
        try (ScapWriter writer = ScapWriter.create(target);
                ScapReader reader = ScapReader.open(capture, rules.options().version(), entriesOf(threads, writer))) {
            while (reader.next(event) && event.number() <= eventNumber) {
                if (threads.test(event.tid()) || !isOfThread(event)) {
                    writer.write(event);
                }
            }
        }
    }

    /** Whether it says what one thread did; others are of containers, users and the machine. */
    private static boolean isOfThread(Event event) {
        return event.tid() > 0 && !OF_THE_MACHINE.contains(event.code());
    }

    private static StateSink entriesOf(Predicate<Long> threads, StateSink sink) {
        return new StateSink() {
            @Override
            public void reset() {
                sink.reset();
            }

            @Override
            public void entry(StateEntry entry) {
                boolean other = entry instanceof ProcessEntry process && !threads.test(process.number(Part.TID))
                        || entry instanceof FdEntry fd && !threads.test(fd.tid());
                if (!other) {
                    sink.entry(entry);
                }
            }
        };
    }
}
