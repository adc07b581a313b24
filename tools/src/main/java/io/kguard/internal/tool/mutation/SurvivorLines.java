// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutation;

import io.kguard.internal.report.RepeatCommand;
import io.kguard.internal.tool.mutant.Mutant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists on the console the mutants that no check notices, with the acts that would. Those of shared macros are counted. */
final class SurvivorLines {
    private final int most;
    private final List<String> lines = new ArrayList<>();
    private final Map<Mutant.Group, Integer> left = new EnumMap<>(Mutant.Group.class);
    private int listed;

    /**
     * A list.
     *
     * @param most how many mutants it has
     */
    SurvivorLines(int most) {
        this.most = most;
    }

    List<String> of(List<RuleMutation> rules) {
        rules.forEach(this::add);
        if (!left.isEmpty()) {
            lines.add("Changes that are not listed here: "
                    + left.entrySet().stream()
                            .map(group ->
                                    group.getValue() + " of " + group.getKey().label())
                            .collect(Collectors.joining(", "))
                    + " (mutation.json lists all)");
        }
        return lines;
    }

    private void add(RuleMutation rule) {
        String name = rule.rule().name();
        if (!rule.checked()) {
            lines.add("Rule \"" + name + "\" has no check, so none of its " + rule.mutants()
                    + " changes is noticed. A check is written by " + RepeatCommand.derive(name));
            return;
        }
        if (rule.unnoticed().isEmpty()) {
            return;
        }
        lines.add(String.format(
                Locale.ROOT,
                "Rule \"%s\": %d of %d changes are noticed. %s",
                name,
                rule.killed(),
                rule.mutants(),
                rule.ruleTests().isEmpty()
                        ? "No check notices"
                        : "No scenario notices these, but a rule test may (" + String.join(", ", rule.ruleTests())
                                + "). They do not count:"));
        boolean some = false;
        for (Mutant.Group group : Mutant.Group.values()) {
            for (RuleMutation.PlacedMutant mutant : rule.unnoticed()) {
                if (mutant.group() == group) {
                    some |= add(mutant) && !mutant.isPinned();
                }
            }
        }
        if (some) {
            lines.add("  These acts are written by " + RepeatCommand.derive(name));
        }
    }

    private boolean add(RuleMutation.PlacedMutant mutant) {
        if (mutant.group() == Mutant.Group.SHARED_MACRO || listed == most) {
            left.merge(mutant.group(), 1, Integer::sum);
            return false;
        }
        listed++;
        lines.add("  " + mutant.position() + ": " + mutant.description());
        lines.add("    It is noticed by " + mutant.advice() + ".");
        return true;
    }
}
