// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.RuleSet;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The checks whose result a change can affect: those of rules that the change affects, and of scenarios that are
 * changed. A change of anything else may affect every check, so then all are made.
 *
 * @param against a folder or file with the other rules, or a git revision
 * @param catalogue whether the scenarios of the catalogue's jars are played
 */
record Changes(String against, boolean catalogue) implements Choice {
    static final String WORD = "changes";

    @Override
    public Chosen among(RulesAndScenarios all) throws IOException {
        VerifyOptions options = all.options();
        try (OtherRules other = OtherRules.of(against, options.rules())) {
            List<Path> changed = other.changedFiles();
            List<Path> elsewhere = changed.stream()
                    .filter(file -> !isIn(options.rules(), file) && !isIn(options.scenarios(), file))
                    .toList();
            if (!elsewhere.isEmpty()) {
                return Chosen.all("All checks are made: since " + other + " " + elsewhere.get(0)
                        + " has changed, which may affect any of them.");
            }
            Set<String> rules = affectedRules(all, other);
            Set<String> scenarios = affectedScenarios(all, changed);
            return new Chosen(
                    "kguard.only=changes, compared with " + other,
                    other.isRevision() ? "" : "Only rules are compared with " + other + ", not scenarios.",
                    (scenario, rule) -> rules.contains(rule) || scenarios.contains(scenario.id()),
                    scenario -> scenarios.contains(scenario.id()),
                    test -> rules.contains(test.expectation().rule()) || scenarios.contains(test.source()));
        }
    }

    private static Set<String> affectedRules(RulesAndScenarios all, OtherRules other) {
        LoadResult loaded = RuleLoader.of(all.options().falco()).load(other.rules());
        return RuleChanges.affected(RuleSet.compile(loaded, all.rules().options()), all.rules());
    }

    /** A file beside the scenarios that is none may be used by any of them. */
    private static Set<String> affectedScenarios(RulesAndScenarios all, List<Path> changed) {
        Set<Path> files = all.scenarios().stream()
                .map(scenario -> Path.of(scenario.origin().file()))
                .collect(Collectors.toSet());
        List<Path> ofScenarios = changed.stream()
                .filter(file -> isIn(all.options().scenarios(), file))
                .toList();
        boolean any = ofScenarios.stream().anyMatch(file -> files.stream().noneMatch(one -> isSame(one, file)));
        return all.scenarios().stream()
                .filter(scenario -> {
                    Path file = Path.of(scenario.origin().file());
                    return any && isIn(all.options().scenarios(), file)
                            || ofScenarios.stream().anyMatch(one -> isSame(one, file));
                })
                .map(Scenario::id)
                .collect(Collectors.toSet());
    }

    private static boolean isSame(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other);
    }

    private static boolean isIn(List<Path> places, Path file) {
        return places.stream()
                .anyMatch(place -> file.toAbsolutePath()
                        .normalize()
                        .startsWith(place.toAbsolutePath().normalize()));
    }
}
