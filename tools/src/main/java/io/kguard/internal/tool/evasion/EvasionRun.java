// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.engine.RuleSet;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.Simulator;
import io.kguard.verdict.SideBySide;
import java.util.List;
import java.util.Map;

/** Plays the variants of attacks, several in parallel. */
public final class EvasionRun {
    private final Simulator simulator;
    private final RuleSet rules;
    private final int parallel;

    /**
     * A run.
     *
     * @param rules the rules to evaluate; if an event triggers only the first rule that matches, a variant may be caught
     *     by an earlier rule
     * @param parallel how many variants are played at a time
     */
    public EvasionRun(Simulator simulator, RuleSet rules, int parallel) {
        this.simulator = simulator;
        this.rules = rules;
        this.parallel = parallel;
    }

    /**
     * Plays all variants.
     *
     * @param detected the attacks, each with the rules that detected it
     * @return a result for each variant of each attack
     */
    public List<VariantResult> run(Map<Scenario, List<String>> detected) throws InterruptedException {
        List<Variant> variants = detected.keySet().stream()
                .flatMap(attack -> Variant.of(attack).stream())
                .toList();
        return SideBySide.play(
                parallel,
                variants,
                variant -> play(variant, detected.getOrDefault(variant.attack(), List.of())),
                VariantResult::uncounted);
    }

    private VariantResult play(Variant variant, List<String> by) {
        String missing = variant.missingProof();
        if (!missing.isEmpty()) {
            return VariantResult.unproven(variant, missing);
        }
        return VariantResult.of(variant, by, simulator.run(variant.scenario(), rules));
    }
}
