// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.engine.RuleSet;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.rule.Rule;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.Simulator;
import io.kguard.verdict.SideBySide;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plays the variants of attacks, several in parallel.
 *
 * @param rules the rules to evaluate; if an event triggers only the first rule that matches, a variant may be caught
 *     by an earlier rule
 * @param parallel how many variants are played at a time
 */
record EvasionRun(Simulator simulator, RuleSet rules, int parallel) {
    /**
     * Plays all variants.
     *
     * @param detected the attacks, each with the rules that detected it
     * @return a result for each variant of each attack
     */
    public List<VariantResult> run(Map<Scenario, List<String>> detected) throws InterruptedException {
        Map<String, Condition> conditions =
                rules.rules().stream().collect(Collectors.toMap(Rule::name, Rule::condition, (first, second) -> first));
        List<Variant> variants = detected.entrySet().stream()
                .flatMap(entry -> Variant.of(
                        entry.getKey(),
                        AllowedNames.of(entry.getValue().stream()
                                .map(conditions::get)
                                .filter(Objects::nonNull)
                                .toList()))
                        .stream())
                .toList();
        List<VariantResult> results = SideBySide.play(
                parallel,
                variants,
                variant -> play(variant, detected.getOrDefault(variant.attack(), List.of())),
                VariantResult::uncounted);
        Map<String, Set<String>> ofStart = ofStart(results);
        return results.stream()
                .map(result -> result.without(
                        ofStart.getOrDefault(result.variant().attack().id(), Set.of())))
                .toList();
    }

    /**
     * For each attack the rules that have alerts before the steps of all its variants: those are on the start of the pods. Where no
     * pod starts, all are on what prepares a variant.
     */
    static Map<String, Set<String>> ofStart(List<VariantResult> results) {
        Map<String, Set<String>> ofStart = new HashMap<>();
        for (VariantResult result : results) {
            if (result.counts() && !result.variant().attack().pods().isEmpty()) {
                ofStart.computeIfAbsent(result.variant().attack().id(), attack -> new HashSet<>(result.early()))
                        .retainAll(result.early());
            }
        }
        return ofStart;
    }

    private VariantResult play(Variant variant, List<String> by) {
        String missing = variant.missingProof();
        if (!missing.isEmpty()) {
            return VariantResult.unproven(variant, missing);
        }
        return VariantResult.of(variant, by, simulator.run(variant.scenario(), rules));
    }
}
