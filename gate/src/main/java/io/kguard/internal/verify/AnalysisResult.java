// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.report.RuleFigures;
import io.kguard.internal.report.Table;
import io.kguard.verdict.CheckResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an analysis found, for every report.
 *
 * @param lines for the console
 * @param tables for the report for people
 * @param files for programs: texts by the names of their files
 * @param checks further checks that did not pass
 * @param problem why nothing can be told, or why the run can't be trusted; empty if all is well
 * @param figures what was measured of rules, by their names
 */
public record AnalysisResult(
        List<String> lines,
        List<Table> tables,
        Map<String, String> files,
        List<CheckResult> checks,
        String problem,
        Map<String, RuleFigures> figures) {
    /** Nothing. */
    public static final AnalysisResult NONE =
            new AnalysisResult(List.of(), List.of(), Map.of(), List.of(), "", Map.of());

    public AnalysisResult {
        lines = List.copyOf(lines);
        tables = List.copyOf(tables);
        files = new LinkedHashMap<>(files);
        checks = List.copyOf(checks);
        figures = new LinkedHashMap<>(figures);
    }

    /** What changes no check and says nothing of single rules. */
    public static AnalysisResult of(List<String> lines, List<Table> tables, String file, String text) {
        return new AnalysisResult(lines, tables, Map.of(file, text), List.of(), "", Map.of());
    }

    /** This result with further checks, or with a reason not to trust the run. */
    public AnalysisResult with(List<CheckResult> moreChecks, String why) {
        return new AnalysisResult(lines, tables, files, moreChecks, why, figures);
    }

    /** This result with what was measured of rules. */
    public AnalysisResult with(Map<String, RuleFigures> measured) {
        return new AnalysisResult(lines, tables, files, checks, problem, measured);
    }

    /** Several results beside each other. A file that several have becomes a list of their texts, which are JSON. */
    static AnalysisResult together(Collection<AnalysisResult> all) {
        Set<String> lines = new LinkedHashSet<>();
        List<Table> tables = new ArrayList<>();
        Map<String, List<String>> texts = new LinkedHashMap<>();
        List<CheckResult> checks = new ArrayList<>();
        Set<String> problems = new LinkedHashSet<>();
        Map<String, RuleFigures> figures = new LinkedHashMap<>();
        for (AnalysisResult one : all) {
            lines.addAll(one.lines());
            tables.addAll(one.tables());
            one.files()
                    .forEach((name, text) -> texts.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(text));
            checks.addAll(one.checks());
            problems.add(one.problem());
            one.figures().forEach((rule, of) -> figures.merge(rule, of, RuleFigures::and));
        }
        Map<String, String> files = new LinkedHashMap<>();
        texts.forEach((name, of) -> files.put(
                name, of.size() == 1 ? of.get(0) : "[" + String.join(",\n", of).stripTrailing() + "]\n"));
        return new AnalysisResult(
                List.copyOf(lines),
                tables,
                files,
                checks,
                String.join("\n", problems).strip(),
                figures);
    }
}
