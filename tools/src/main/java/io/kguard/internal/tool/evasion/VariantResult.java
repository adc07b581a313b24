// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.scenario.Expectation;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the rules detected of a variant.
 *
 * @param variant the variant
 * @param caughtBy the rules that detected it, of those that detect the attack
 * @param missedBy the others of these rules
 * @param others further rules that saw it, by its steps
 * @param early rules that had alerts before its steps alone: on its preparation, or on the start of its pods. A rule that missed it
 *     may be among them
 * @param uncounted why the variant says nothing about the rules; empty if it took effect
 * @param unproven whether the reason is that nothing can show its effect
 */
public record VariantResult(
        Variant variant,
        List<String> caughtBy,
        List<String> missedBy,
        List<String> others,
        List<String> early,
        String uncounted,
        boolean unproven) {
    /** Copies the lists. */
    public VariantResult {
        caughtBy = List.copyOf(caughtBy);
        missedBy = List.copyOf(missedBy);
        others = List.copyOf(others);
        early = List.copyOf(early);
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
            (sees(detections, rule) ? caught : missed).add(rule);
        }
        Map<Boolean, List<String>> further = detections.alerts().stream()
                .map(alert -> alert.rule().name())
                .distinct()
                .filter(rule -> !caught.contains(rule))
                .collect(Collectors.partitioningBy(rule -> sees(detections, rule)));
        return new VariantResult(
                variant,
                caught,
                missed,
                further.getOrDefault(true, List.of()),
                further.getOrDefault(false, List.of()),
                "",
                false);
    }

    private static boolean sees(Detections detections, String rule) {
        return Judge.judge(detections, Expectation.fires(rule)) instanceof Verdict.Passed;
    }

    /** The same without rules that have alerts on the start of the pods. */
    VariantResult without(Set<String> ofStart) {
        return new VariantResult(
                variant,
                caughtBy,
                missedBy,
                others,
                early.stream().filter(rule -> !ofStart.contains(rule)).toList(),
                uncounted,
                unproven);
    }

    /** All rules that saw the variant, or what prepared it. */
    public List<String> seenBy() {
        return Stream.of(caughtBy, others, early).flatMap(List::stream).toList();
    }

    /** The result of a variant that shows nothing. */
    static VariantResult uncounted(Variant variant, String reason) {
        return new VariantResult(variant, List.of(), List.of(), List.of(), List.of(), reason, false);
    }

    /** The result of a variant that was not played, because nothing would show its effect. */
    static VariantResult unproven(Variant variant, String reason) {
        return new VariantResult(variant, List.of(), List.of(), List.of(), List.of(), reason, true);
    }

    /** Whether the effect took place. */
    public boolean counts() {
        return uncounted.isEmpty();
    }
}
