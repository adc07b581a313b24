// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.scenario.Expectation;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What the rules detected of a variant.
 *
 * @param variant the variant
 * @param caughtBy the rules that detected it, of those that detect the attack
 * @param missedBy the others of these rules
 * @param uncounted why the variant says nothing about the rules; empty if it took effect
 * @param unproven whether the reason is that nothing can show its effect
 */
public record VariantResult(
        Variant variant, List<String> caughtBy, List<String> missedBy, String uncounted, boolean unproven) {
    /** Copies the lists. */
    public VariantResult {
        caughtBy = List.copyOf(caughtBy);
        missedBy = List.copyOf(missedBy);
    }

    /**
     * The result of a variant that was played.
     *
     * @param rules the rules that detected the attack itself
     */
    static VariantResult of(Variant variant, List<String> rules, Detections detections) {
        if (!detections.isTrusted()) {
            return uncounted(variant, String.join("\n", detections.doubts()));
        }
        List<String> caught = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        for (String rule : rules) {
            boolean fired = Judge.judge(detections, Expectation.fires(rule)) instanceof Verdict.Passed;
            (fired ? caught : missed).add(rule);
        }
        return new VariantResult(variant, caught, missed, "", false);
    }

    /** The result of a variant that shows nothing. */
    static VariantResult uncounted(Variant variant, String reason) {
        return new VariantResult(variant, List.of(), List.of(), reason, false);
    }

    /** The result of a variant that was not played, because nothing would show its effect. */
    static VariantResult unproven(Variant variant, String reason) {
        return new VariantResult(variant, List.of(), List.of(), reason, true);
    }

    /** Whether the effect took place. */
    public boolean counts() {
        return uncounted.isEmpty();
    }
}
