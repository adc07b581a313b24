// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.catalogue;

import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.MissingSettings;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A rule file with the settings that loaded rules wait for, as far as scenarios say what would do. */
public final class LocalRules {
    private static final String HEAD = """
            # What these rules need and only you know. Each entry makes a rule fire in kguard's scenarios: put in what is so
            # in your clusters. Load this file after the others.
            """;

    private LocalRules() {}

    /** The file; empty if the rules wait for nothing. */
    public static Optional<String> of(LoadResult rules, ScenarioCatalogue catalogue) {
        Map<String, Set<String>> users = new LinkedHashMap<>();
        for (Scenario scenario : catalogue.forRules(rules).scenarios()) {
            for (Expectation expectation : scenario.expectations()) {
                Optional<Rule> rule = rules.rule(expectation.rule());
                rule.flatMap(scenario::unset)
                        .map(MissingSettings::overrides)
                        .ifPresent(overrides ->
                                overrides.forEach(override -> users.computeIfAbsent(override, key -> new TreeSet<>())
                                        .add(expectation.rule())));
            }
        }
        if (users.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(HEAD);
        users.forEach((override, of) -> text.append("\n# For ")
                .append(String.join(", ", of))
                .append('\n')
                .append(override));
        return Optional.of(text.toString());
    }
}
