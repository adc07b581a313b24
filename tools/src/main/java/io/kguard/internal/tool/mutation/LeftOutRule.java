// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.internal.result.RuleFacts;
import io.kguard.rule.Rule;
import io.kguard.verdict.CheckResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A rule of which nothing is measured, because a check of it does not pass: a change that the check would notice can't be told from one
 * that it would not.
 *
 * @param rule the rule
 * @param mutants how many changes of it there are
 * @param reasons why its checks do not pass, a line for each
 */
record LeftOutRule(RuleFacts rule, int mutants, List<String> reasons) {
    public LeftOutRule {
        reasons = List.copyOf(reasons);
    }

    /**
     * A rule that is left out.
     *
     * @param failed its checks that did not pass
     */
    static LeftOutRule of(Rule rule, int mutants, List<CheckResult> failed) {
        return new LeftOutRule(
                RuleFacts.of(rule),
                mutants,
                failed.stream()
                        .map(check -> check.scenario() + ": " + check.verdict().word() + ": "
                                + firstLine(check.verdict().reason()))
                        .toList());
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }

    /** The same rule as two shards have it. */
    LeftOutRule and(LeftOutRule other) {
        Set<String> all = Stream.concat(reasons.stream(), other.reasons.stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new LeftOutRule(rule, mutants, List.copyOf(all));
    }
}
