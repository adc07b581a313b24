// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured of a rule besides its checks.
 *
 * @param mutants what its checks notice of small changes of it; empty if that was not measured
 * @param cost what evaluating it costs; empty if that was not measured
 * @param noise its alerts on everyday work; empty if that was not measured
 */
public record RuleFigures(Optional<Mutants> mutants, Optional<Cost> cost, Optional<Noise> noise) {
    /** Nothing was measured. */
    public static final RuleFigures NONE = new RuleFigures(Optional.empty(), Optional.empty(), Optional.empty());

    /** Small changes alone. */
    public static RuleFigures of(Mutants mutants) {
        return new RuleFigures(Optional.of(mutants), Optional.empty(), Optional.empty());
    }

    /** Cost alone. */
    public static RuleFigures of(Cost cost) {
        return new RuleFigures(Optional.empty(), Optional.of(cost), Optional.empty());
    }

    /** Noise alone. */
    public static RuleFigures of(Noise noise) {
        return new RuleFigures(Optional.empty(), Optional.empty(), Optional.of(noise));
    }

    /** What is measured here, and else what is measured there. */
    public RuleFigures and(RuleFigures other) {
        return new RuleFigures(mutants.or(() -> other.mutants), cost.or(() -> other.cost), noise.or(() -> other.noise));
    }

    /**
     * Small changes of a rule's condition.
     *
     * @param all how many there are
     * @param surviving those that no check notices
     */
    public record Mutants(int all, List<Survivor> surviving) {
        public Mutants {
            surviving = List.copyOf(surviving);
        }

        /** How many a check notices. */
        public int noticed() {
            return all - surviving.size();
        }
    }

    /**
     * A change that no check notices.
     *
     * @param change the change in the words of the rule file
     * @param part whose part of the condition is changed, such as {@code exceptions}
     * @param advice which act a check that notices it would have
     * @param macro the macro in which it is; empty for the rule's own condition
     * @param offset where the changed part begins in the text of the condition or the macro
     * @param place where that is written
     */
    public record Survivor(String change, String part, String advice, String macro, int offset, SourcePlace place) {}

    /**
     * What evaluating a rule costs, where every rule sees every event.
     *
     * @param share its part of the time for all rules, from 0 to 1
     * @param evaluations the events of its types
     * @param matches the events that it matches
     * @param takenBy how many of these an earlier rule matches too, by that rule's name
     * @param scenario a scenario with such an event; empty if there is none
     */
    public record Cost(double share, long evaluations, long matches, Map<String, Long> takenBy, String scenario) {
        public Cost {
            takenBy = new LinkedHashMap<>(takenBy);
        }

        /** The events that it matches and an earlier rule takes. */
        public long taken() {
            return takenBy.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * The alerts of a rule on everyday work.
     *
     * @param alerts how many there are
     * @param perThousandEvents how many there are for a thousand events of all rules
     * @param workloads where it raised them
     */
    public record Noise(long alerts, double perThousandEvents, List<String> workloads) {
        public Noise {
            workloads = List.copyOf(workloads);
        }
    }
}
