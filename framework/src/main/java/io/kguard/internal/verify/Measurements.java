// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** The files that {@link #write} writes, but for {@code mutation.json}, which {@code kguard:mutate} writes too. */
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

    /**
     * Writes what was measured, for programs.
     *
     * @throws IOException if a file can't be written
     */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(COVERAGE_FILE), coverage.json(), UTF_8);
        robustness.write(folder);
        if (mutation != null) {
            Files.writeString(folder.resolve(Mutation.FILE), mutation.report().json(), UTF_8);
        }
        if (repeat != null) {
            repeat.write(folder);
        }
    }
}
