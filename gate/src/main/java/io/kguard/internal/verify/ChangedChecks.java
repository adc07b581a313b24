// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.util.Set;

/**
 * The checks whose result may have changed.
 *
 * @param checks the checks
 * @param scenarios the ids of the scenarios in which any rule may do something else
 */
record ChangedChecks(Set<Check> checks, Set<String> scenarios) {
    ChangedChecks {
        checks = Set.copyOf(checks);
        scenarios = Set.copyOf(scenarios);
    }

    /**
     * What is checked of a rule in a scenario.
     *
     * @param scenario the scenario's id
     * @param rule the rule's name
     */
    record Check(String scenario, String rule) {}
}
