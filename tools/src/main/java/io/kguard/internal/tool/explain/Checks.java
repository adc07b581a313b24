// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import io.kguard.internal.message.WrappedLine;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Scenarios as rows of a text, of which the last ones are only counted. */
final class Checks {
    private static final int LISTED = 12;

    private Checks() {}

    /** The scenarios in which a rule must do something. */
    static List<Scenario> of(Collection<Scenario> scenarios, String rule, Expectation.Outcome outcome) {
        return scenarios.stream()
                .filter(scenario -> scenario.expectations().stream()
                        .anyMatch(one -> one.rule().equals(rule) && one.outcome() == outcome))
                .toList();
    }

    /** A title and a row for each scenario; nothing if there is none. */
    static List<String> rows(String title, List<Scenario> scenarios) {
        List<String> lines = new ArrayList<>();
        if (!scenarios.isEmpty()) {
            lines.add(title + " (" + scenarios.size() + "):");
            scenarios.stream()
                    .limit(LISTED)
                    .forEach(scenario -> lines.addAll(
                            WrappedLine.of("  " + scenario.id() + ": ", scenario.title() + derived(scenario))));
            if (scenarios.size() > LISTED) {
                lines.add("  and " + (scenarios.size() - LISTED) + " more");
            }
        }
        return lines;
    }

    private static String derived(Scenario scenario) {
        return scenario.isDerived() ? " (derived from the rule)" : "";
    }
}
