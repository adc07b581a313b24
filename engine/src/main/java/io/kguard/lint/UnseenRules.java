// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Position;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds rules of Falco's own files that kguard was not tested with. Such a file names The Falco Authors in a comment. Of its rules those
 * are Falco's that have a tag {@code maturity_}. Files of plugins have no such tags: of theirs all rules are, if kguard knows half of them
 * by name. So a file that somebody began as a copy of Falco's head, and rules that he adds below Falco's, stay his own.
 */
final class UnseenRules {
    private static final String AUTHORS = "The Falco Authors";
    private static final int NAMED = 10;

    private final SeenRules seen = new SeenRules();
    private final String[] lines;

    UnseenRules(String text) {
        this.lines = text.split("\n", -1);
    }

    /** One note for each file of Falco's that has such rules. */
    static List<Diagnostic> of(LoadResult loaded) {
        RuleDiagnostics notes = new RuleDiagnostics(loaded);
        Map<String, String> texts = notes.texts(loaded.rules());
        loaded.rules().stream()
                .collect(Collectors.groupingBy(rule -> rule.position().file(), TreeMap::new, Collectors.toList()))
                .forEach((file, rules) -> {
                    String text = texts.getOrDefault(file, "");
                    if (isOfFalco(text)) {
                        new UnseenRules(text).note(rules, notes);
                    }
                });
        return notes.all();
    }

    private static boolean isOfFalco(String text) {
        return text.contains(AUTHORS)
                && text.lines()
                        .anyMatch(line ->
                                line.contains(AUTHORS) && line.stripLeading().startsWith("#"));
    }

    private void note(List<Rule> rules, RuleDiagnostics notes) {
        List<String> names = new ArrayList<>();
        Rule first = null;
        for (Rule rule : ofFalco(rules)) {
            if (!seen.has(rule.name(), condition(rule.position()))) {
                first = first == null ? rule : first;
                names.add("'" + rule.name() + "'" + (seen.has(rule.name()) ? " (with another condition)" : ""));
            }
        }
        if (first != null) {
            String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
            notes.atRule(
                    first,
                    DiagnosticCode.LINT_UNSEEN_RULE,
                    "kguard was not tested with " + names.size() + (names.size() == 1 ? " rule" : " rules")
                            + " of this file of Falco's: "
                            + names.stream().limit(NAMED).collect(Collectors.joining(", ")) + more,
                    "its catalogue may lack attacks for what is new in them; kguard doctor names the releases that it was tested with");
        }
    }

    private List<Rule> ofFalco(List<Rule> rules) {
        List<Rule> tagged = rules.stream()
                .filter(rule -> rule.tags().stream().anyMatch(tag -> tag.startsWith("maturity_")))
                .toList();
        if (!tagged.isEmpty()) {
            return tagged;
        }
        long known = rules.stream().filter(rule -> seen.has(rule.name())).count();
        return 2 * known >= rules.size() ? rules : List.of();
    }

    /** The condition of a rule as its file has it. A later file may append to it, or override it. */
    String condition(Position rule) {
        int indent = rule.column() - 1;
        StringBuilder text = new StringBuilder();
        boolean inside = false;
        for (int i = rule.line() - 1; i < lines.length; i++) {
            String line = lines[i].stripTrailing();
            int depth = i == rule.line() - 1
                    ? indent
                    : line.length() - line.stripLeading().length();
            if (depth < indent && !line.isEmpty()) {
                break;
            }
            if (depth == indent) {
                inside = line.startsWith("condition:", indent);
                line = line.substring(indent).replaceFirst("^condition:\\s*([>|][-+]?)?", "");
            }
            text.append(inside ? line + '\n' : "");
        }
        return text.toString();
    }

    /** Whether a finding says something of kguard, and nothing is wrong with the rules. */
    static boolean isNote(DiagnosticCode code) {
        return code == DiagnosticCode.LINT_UNSEEN_RULE;
    }
}
