// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.message.Wording;
import io.kguard.internal.report.RepeatCommand;
import io.kguard.internal.report.UncheckedRule;
import io.kguard.internal.result.RuleFacts;
import io.kguard.verdict.CheckResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules that no check is about, on the console: where they fired all the same, and what writes their tests. */
final class UncheckedText {
    private static final int MOST_RULES = 5;
    private static final int MOST_PLACES = 3;

    private UncheckedText() {}

    /**
     * The lines; empty if each rule has a check.
     *
     * @param rules the rules that count
     */
    public static List<String> lines(List<RuleFacts> rules, List<CheckResult> checks) {
        Set<String> checked = checks.stream().map(CheckResult::rule).collect(Collectors.toSet());
        List<UncheckedRule> unchecked = UncheckedRule.of(
                rules.stream()
                        .filter(rule -> rule.unloaded().isEmpty() && !checked.contains(rule.name()))
                        .map(RuleFacts::name)
                        .toList(),
                checks);
        List<String> lines = new ArrayList<>();
        if (unchecked.isEmpty() || checks.isEmpty()) {
            return lines;
        }
        lines.add("Rules without a check: " + unchecked.size() + ". " + Wording.command("derive") + " "
                + Wording.given("missing") + " writes their tests, "
                + RepeatCommand.derive("RULE") + " those of one");
        List<UncheckedRule> fired =
                unchecked.stream().filter(rule -> !rule.firedIn().isEmpty()).toList();
        fired.stream().limit(MOST_RULES).forEach(rule -> lines.add("  " + rule.rule() + " fired in " + places(rule)));
        if (fired.size() > MOST_RULES) {
            lines.add("  and " + (fired.size() - MOST_RULES) + " more fired (results.json lists them)");
        }
        return lines;
    }

    private static String places(UncheckedRule rule) {
        List<String> all = rule.firedIn();
        String some = String.join(", ", all.subList(0, Math.min(MOST_PLACES, all.size())));
        return all.size() > MOST_PLACES ? some + " and " + (all.size() - MOST_PLACES) + " more" : some;
    }
}
