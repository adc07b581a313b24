// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import io.kguard.internal.message.WrappedLine;
import io.kguard.lint.AttackTechniques;
import io.kguard.rule.Rule;
import io.kguard.scenario.Scenario;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a technique of ATT&amp;CK is: the scenarios that use it, and the rules that are tagged with it. */
final class TechniqueTopic {
    private static final Pattern ID = Pattern.compile("T\\d{4}(\\.\\d{3})?");
    private static final int LISTED = 20;

    private TechniqueTopic() {}

    /** Whether a name is an id of a technique that there is. */
    static boolean isTechnique(String name) {
        return ID.matcher(name).matches() && !AttackTechniques.name(name).isEmpty();
    }

    static String of(String id, Collection<Scenario> scenarios, List<Rule> rules) {
        Predicate<String> same = other -> other.equals(id) || other.startsWith(id + ".");
        List<String> lines = new ArrayList<>();
        lines.addAll(WrappedLine.of(id + ", a technique of ATT&CK " + AttackTechniques.VERSION + ": "
                + AttackTechniques.name(id) + ". Tactics: " + String.join(", ", AttackTechniques.tactics(id)) + "."));
        List<Scenario> using = scenarios.stream()
                .filter(scenario ->
                        !scenario.isTwin() && scenario.techniques().stream().anyMatch(same))
                .toList();
        lines.addAll(Checks.rows("Scenarios", using));
        if (using.isEmpty()) {
            lines.add("No scenario uses it.");
        }
        List<String> tagged = rules.stream()
                .filter(rule -> rule.tags().stream().anyMatch(same))
                .map(Rule::name)
                .toList();
        if (tagged.isEmpty()) {
            lines.add(rules.isEmpty() ? "No rules were looked at." : "No rule has it as a tag.");
        } else {
            lines.add("Rules that have it as a tag (" + tagged.size() + "):");
            tagged.stream().limit(LISTED).forEach(rule -> lines.add("  " + rule));
            if (tagged.size() > LISTED) {
                lines.add("  and " + (tagged.size() - LISTED) + " more");
            }
        }
        return String.join("\n", lines);
    }
}
