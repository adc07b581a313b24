// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.report.RuleFigures;
import io.kguard.internal.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run measured besides the verdicts of its checks.
 *
 * @param coverage what the checks show of each rule
 * @param found what each analysis found, by its name
 * @param repeat how the checks did that were made several times; null if each was made once
 */
record Measurements(
        CoverageReport coverage,
        Map<String, AnalysisResult> found,
        @Nullable RepeatReport repeat) {
    private static final String COVERAGE_FILE = "coverage.json";

    /** The files that {@link #texts} names. */
    static final List<String> FILES = files();

    private static List<String> files() {
        List<String> files = new ArrayList<>(Analyses.files());
        files.add(COVERAGE_FILE);
        files.add(RepeatReport.FILE);
        return List.copyOf(files);
    }

    /** Coverage alone. */
    static Measurements of(CoverageReport coverage) {
        return new Measurements(coverage, Map.of(), null);
    }

    /** What was measured of a rule. */
    public RuleFigures figures(String rule) {
        return found.values().stream()
                .map(one -> one.figures().getOrDefault(rule, RuleFigures.NONE))
                .reduce(RuleFigures.NONE, RuleFigures::and);
    }

    /** The tables of the report for people. */
    public List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        found.values().forEach(one -> tables.addAll(one.tables()));
        if (repeat != null) {
            tables.add(repeat.table());
        }
        return tables;
    }

    /** What was measured, for programs: texts by the names of their files. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(COVERAGE_FILE, coverage.json());
        found.values().forEach(one -> texts.putAll(one.files()));
        if (repeat != null) {
            texts.put(RepeatReport.FILE, repeat.json());
        }
        return texts;
    }
}
