// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.Location;
import io.kguard.diagnostic.Position;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.sensor.Sensor;
import io.kguard.lint.Lint;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation.Outcome;
import io.kguard.scenario.Scenario;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a macro, a list or a rule of rule files is.
 *
 * @param fields the fields that conditions name
 */
record RuleTopics(LoadResult loaded, KnownFields fields) {
    private static final int LISTED = 20;
    private static final int FEW = 6;
    private static final String MATURITY = "maturity_";

    /** The rule with a name, which may be written with other capitals. */
    Optional<Rule> rule(String name) {
        return loaded.rule(name)
                .or(() -> loaded.rules().stream()
                        .filter(rule -> rule.name().equalsIgnoreCase(name))
                        .findFirst());
    }

    Optional<String> macro(String name) {
        return loaded.macro(name).map(macro -> {
            List<String> lines = new ArrayList<>(List.of(name + ", a macro", place(macro.position())));
            List<String> condition = ConditionSentences.of(macro.condition(), fields);
            lines.add("It is true if " + condition.get(0) + ":");
            lines.addAll(condition.subList(1, condition.size()));
            List<String> users = loaded.rules().stream()
                    .filter(rule -> uses(rule.condition(), name, Collections.newSetFromMap(new IdentityHashMap<>())))
                    .map(Rule::name)
                    .toList();
            lines.addAll(WrappedLine.of(
                    users.isEmpty() ? "No rule uses it." : "Rules that use it: " + Listed.of(users, FEW) + "."));
            return String.join("\n", lines);
        });
    }

    private static boolean uses(Condition condition, String macro, Set<Condition> seen) {
        return condition instanceof Condition.MacroUse use && use.name().equals(macro)
                || seen.add(condition) && condition.children().stream().anyMatch(child -> uses(child, macro, seen));
    }

    Optional<String> list(String name) {
        return loaded.lists().stream()
                .filter(list -> list.name().equals(name))
                .findFirst()
                .map(list -> String.join(
                        "\n",
                        List.of(
                                name + ", a list",
                                place(list.position()),
                                String.join(
                                        "\n",
                                        WrappedLine.of(
                                                "  items       ",
                                                list.items().isEmpty() ? "none" : Listed.of(list.items(), LISTED))))));
    }

    /** The text of a rule: when it fires, which checks show it, and what lint finds in it. */
    String of(Rule rule, Collection<Scenario> scenarios) {
        List<String> lines = new ArrayList<>();
        lines.addAll(WrappedLine.of(rule.name() + ", a rule"));
        lines.addAll(WrappedLine.of("  " + rule.description().strip().replaceAll("\\s+", " ")));
        lines.add(place(rule.position()));
        lines.addAll(properties(rule));
        lines.add("");
        List<String> condition = ConditionSentences.of(rule.condition(), fields);
        lines.add("It fires if " + condition.get(0) + " (macros are in brackets):");
        lines.addAll(condition.subList(1, condition.size()));
        lines.add("");
        lines.addAll(checks(rule, scenarios));
        lines.addAll(findings(rule));
        return String.join("\n", lines);
    }

    private static List<String> properties(Rule rule) {
        List<String> lines = new ArrayList<>();
        String maturity = rule.tags().stream()
                .filter(tag -> tag.startsWith(MATURITY))
                .map(tag -> ", maturity " + tag.substring(MATURITY.length()))
                .findFirst()
                .orElse("");
        lines.add("  priority    " + rule.priority() + ", source " + rule.source() + maturity
                + (rule.enabled() ? "" : ", disabled by its file"));
        List<String> tags =
                rule.tags().stream().filter(tag -> !tag.startsWith(MATURITY)).toList();
        if (!tags.isEmpty()) {
            lines.addAll(WrappedLine.of("  tags        ", String.join(", ", tags)));
        }
        return lines;
    }

    private static List<String> checks(Rule rule, Collection<Scenario> scenarios) {
        List<String> lines = new ArrayList<>();
        lines.addAll(Checks.rows("Must fire in", Checks.of(scenarios, rule.name(), Outcome.FIRES)));
        lines.addAll(Checks.rows("Must be silent in", Checks.of(scenarios, rule.name(), Outcome.SILENT)));
        lines.addAll(Checks.rows("Falco does not see", Checks.of(scenarios, rule.name(), Outcome.BLIND)));
        if (lines.isEmpty()) {
            lines.addAll(
                    WrappedLine.of("No scenario expects anything of it. kguard derive makes one of its condition."));
        }
        return lines;
    }

    private List<String> findings(Rule rule) {
        List<Diagnostic> findings = Lint.check(loaded, Sensor.recordableTypes(loaded.version())).diagnostics().stream()
                .filter(finding -> finding.locations().stream()
                        .anyMatch(location -> location.kind() == Location.Kind.RULE
                                && location.name().equals(rule.name())))
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add(findings.isEmpty() ? "Lint finds nothing." : "Lint finds (" + findings.size() + "):");
        findings.stream()
                .limit(FEW)
                .forEach(finding ->
                        lines.addAll(WrappedLine.of("  " + finding.code().name() + ": ", finding.message())));
        if (findings.size() > FEW) {
            lines.add("  and " + (findings.size() - FEW) + " more");
        }
        return lines;
    }

    private static String place(Position position) {
        return "  written in  " + position.file() + ":" + position.line();
    }
}
