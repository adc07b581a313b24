// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.verdict.CheckResult;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rule that no check is about.
 *
 * @param rule its name
 * @param firedIn the simulations in which it fired all the same
 * @param command the command that writes a test of it
 */
public record UncheckedRule(String rule, List<String> firedIn, String command) {
    public UncheckedRule {
        firedIn = List.copyOf(firedIn);
    }

    /** Rules that no check is about, in their order. */
    public static List<UncheckedRule> of(Collection<String> rules, Collection<CheckResult> checks) {
        Map<String, Set<String>> fired = new LinkedHashMap<>();
        rules.forEach(rule -> fired.put(rule, new LinkedHashSet<>()));
        for (CheckResult check : checks) {
            check.findings()
                    .fired()
                    .keySet()
                    .forEach(rule -> fired.computeIfPresent(rule, (key, in) -> {
                        in.add(check.simulation());
                        return in;
                    }));
        }
        return fired.entrySet().stream()
                .map(each -> new UncheckedRule(
                        each.getKey(), List.copyOf(each.getValue()), RepeatCommand.derive(each.getKey())))
                .toList();
    }
}
