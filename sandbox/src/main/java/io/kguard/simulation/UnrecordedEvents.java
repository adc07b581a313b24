// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.RuleSet;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.sensor.Sensor;
import io.kguard.rule.Rule;
import java.util.BitSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** Finds rules that a live run can't judge, because the sensor records none of their events. */
@API(status = API.Status.INTERNAL)
public final class UnrecordedEvents {
    private UnrecordedEvents() {}

    /**
     * What is wrong with rules for a live run.
     *
     * @return one sentence per rule that no recorded event can reach; empty if there is none
     */
    public static Optional<String> describe(RuleSet rules, FalcoVersion falco) {
        BitSet recorded = new BitSet(EventTable.SIZE);
        Sensor.recordableTypes(falco).forEach(type -> recorded.set(type.code()));
        String text = rules.rules().stream()
                .filter(rule -> rule.source().equals(EventSource.SYSCALL.label()))
                .map(rule -> describe(rule, rules.eventCodes(rule), recorded, falco))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n"));
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static Optional<String> describe(Rule rule, BitSet codes, BitSet recorded, FalcoVersion falco) {
        codes.clear(EventCodes.ASYNCEVENT_E);
        if (codes.isEmpty() || codes.intersects(recorded) || hasMetaEvent(codes, falco)) {
            return Optional.empty();
        }
        String names = codes.stream()
                .mapToObj(EventTable.of(falco)::type)
                .filter(type -> type != null)
                .map(EventType::name)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "));
        return Optional.of("The rule \"" + rule.name() + "\" needs events that no sensor records: " + names
                + ". Replay a capture that has them, or leave the rule out.");
    }

    /** The simulation itself writes container events. */
    private static boolean hasMetaEvent(BitSet codes, FalcoVersion falco) {
        return codes.stream()
                .mapToObj(EventTable.of(falco)::type)
                .anyMatch(type -> type != null && type.name().equals("container"));
    }

    static void check(RuleSet rules, FalcoVersion falco) {
        describe(rules, falco).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
    }
}
