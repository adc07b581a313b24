// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

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
 * @param robustness how the rules do on what is not in the scenarios
 * @param mutation which small changes of the rules the checks notice; null if that was not asked for
 * @param repeat how the checks did that were made several times; null if each was made once
 */
record Measurements(
        CoverageReport coverage,
        Robustness robustness,
        @Nullable SuiteMutation mutation,
        @Nullable RepeatReport repeat) {
    private static final String COVERAGE_FILE = "coverage.json";

    /** The files that {@link #texts} names, but for {@code mutation.json}, which {@code kguard:mutate} writes too. */
    static final List<String> FILES = files();

    private static List<String> files() {
        List<String> files = new ArrayList<>(Robustness.FILES);
        files.add(COVERAGE_FILE);
        files.add(RepeatReport.FILE);
        return List.copyOf(files);
    }

    /** Coverage alone. */
    static Measurements of(CoverageReport coverage) {
        return new Measurements(coverage, Robustness.NOT_ASKED, null, null);
    }

    /** The tables of the report for people. */
    List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        if (mutation != null) {
            tables.add(mutation.table());
        }
        tables.addAll(robustness.tables());
        if (repeat != null) {
            tables.add(repeat.table());
        }
        return tables;
    }

    /** What was measured, for programs: texts by the names of their files. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(COVERAGE_FILE, coverage.json());
        texts.putAll(robustness.texts());
        if (mutation != null) {
            texts.put(Mutation.FILE, mutation.report().json());
        }
        if (repeat != null) {
            texts.put(RepeatReport.FILE, repeat.json());
        }
        return texts;
    }
}
