// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import java.util.List;
import org.apiguardian.api.API;

/**
 * What an index has of a scenario: what it can be chosen by, and what it checks.
 *
 * @param id its name
 * @param kind what it is for
 * @param techniques the techniques of the attack
 * @param checks the rules that it checks, and what each must do
 */
@API(status = API.Status.INTERNAL)
public record IndexedScenario(String id, Scenario.Kind kind, List<String> techniques, List<Check> checks) {
    public IndexedScenario {
        techniques = List.copyOf(techniques);
        checks = List.copyOf(checks);
    }

    /** A rule, and what it must do. */
    public record Check(String rule, Expectation.Outcome outcome) {}

    static IndexedScenario of(Scenario scenario) {
        return new IndexedScenario(
                scenario.id(),
                scenario.kind(),
                scenario.techniques(),
                scenario.expectations().stream()
                        .map(expectation -> new Check(expectation.rule(), expectation.outcome()))
                        .toList());
    }
}
