// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a rule did on the variants of the attacks that it detects.
 *
 * @param rule the rule's name
 * @param caught variants that it detected
 * @param missed results of variants that it did not
 */
record RuleEvasion(String rule, List<Variant> caught, List<VariantResult> missed) {
    /** Copies the lists. */
    public RuleEvasion {
        caught = List.copyOf(caught);
        missed = List.copyOf(missed);
    }

    /** The number of variants that took effect. */
    public int variants() {
        return caught.size() + missed.size();
    }

    /** Those that it missed and no other rule saw, nor what prepared them. */
    public List<VariantResult> unseen() {
        return missed.stream().filter(result -> result.seenBy().isEmpty()).toList();
    }

    /** What programs read. */
    EvasionReport.OfRule told() {
        return new EvasionReport.OfRule(
                rule,
                caught.size(),
                variants(),
                unseen().size(),
                caught.stream().map(EvasionReport.Key::of).toList(),
                missed.stream()
                        .map(one -> new EvasionReport.Missed(EvasionReport.Key.of(one.variant()), one.seenBy()))
                        .toList());
    }

    /** The rules of results, in the order in which they appear. */
    public static List<RuleEvasion> of(List<VariantResult> results) {
        Map<String, List<Variant>> caught = new LinkedHashMap<>();
        Map<String, List<VariantResult>> missed = new LinkedHashMap<>();
        for (VariantResult result : results) {
            for (String rule : result.caughtBy()) {
                caught.computeIfAbsent(rule, name -> new ArrayList<>()).add(result.variant());
                missed.computeIfAbsent(rule, name -> new ArrayList<>());
            }
            for (String rule : result.missedBy()) {
                missed.computeIfAbsent(rule, name -> new ArrayList<>()).add(result);
                caught.computeIfAbsent(rule, name -> new ArrayList<>());
            }
        }
        return caught.keySet().stream()
                .map(rule -> new RuleEvasion(
                        rule, caught.getOrDefault(rule, List.of()), missed.getOrDefault(rule, List.of())))
                .toList();
    }
}
