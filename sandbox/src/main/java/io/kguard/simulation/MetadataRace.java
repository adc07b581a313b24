// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.scenario.Scenario;
import io.kguard.verdict.Detections;
import java.util.List;
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
}
