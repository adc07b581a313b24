// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.internal.message.Wording;
import io.kguard.scenario.Scenario;
import io.kguard.verdict.Detections;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * What late or missing metadata of containers changes for the rules in a scenario.
 *
 * @param scenario the scenario
 * @param silenced the rules that fire only with the metadata
 * @param raised the rules that fire only without
 * @param doubt why the scenario shows nothing; empty if it took place and its events are complete
 */
@API(status = API.Status.INTERNAL)
public record MetadataRace(Scenario scenario, List<String> silenced, List<String> raised, String doubt) {
    /** Copies the lists. */
    public MetadataRace {
        silenced = List.copyOf(silenced);
        raised = List.copyOf(raised);
    }

    static MetadataRace of(Scenario scenario, Detections onTime, List<String> firedLate) {
        if (!onTime.isTrusted()) {
            return inDoubt(scenario, String.join("\n", onTime.doubts()));
        }
        List<String> fired = onTime.firedRules();
        return new MetadataRace(
                scenario,
                fired.stream().filter(rule -> !firedLate.contains(rule)).toList(),
                firedLate.stream().filter(rule -> !fired.contains(rule)).toList(),
                "");
    }

    /** The result of a scenario that shows nothing. */
    public static MetadataRace inDoubt(Scenario scenario, String doubt) {
        return new MetadataRace(scenario, List.of(), List.of(), doubt);
    }

    /**
     * When Falco learns the name, the image and the pod of a container. On a node it asks the container runtime, and the
     * container's first processes may be faster.
     */
    public enum MetadataArrival {
        /** After the first step, or after the step that starts the container. No time: it would depend on the machine's speed. */
        LATE("after the first step"),
        /** Never. */
        NONE("never");

        private final String text;

        MetadataArrival(String text) {
            this.text = text;
        }

        /**
         * Reads the value of an option.
         *
         * @param word {@code late} or {@code none}
         * @throws IllegalArgumentException if it is neither
         */
        public static MetadataArrival of(String word) {
            return Arrays.stream(values())
                    .filter(value -> value.toString().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(Wording.option("metadata") + " is \"" + word
                            + "\"; it can be "
                            + Arrays.stream(values())
                                    .map(MetadataArrival::toString)
                                    .collect(Collectors.joining(", "))));
        }

        /** The time, as the end of a sentence. */
        public String text() {
            return text;
        }

        /** As in options. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
