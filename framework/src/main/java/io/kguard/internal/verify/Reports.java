// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a suite's result to the files {@code results.json}, {@code TEST-kguard.xml} and {@code report.html}. */
public final class Reports {
    private Reports() {}

    /**
     * Writes the files, and replaces those of an earlier run.
     *
     * @param folder the folder for the files, created if absent
     * @param robustness what was played besides the checks
     * @throws IOException if a file can't be written
     */
    static void write(Path folder, SuiteResult result, SuitePlan plan, Robustness robustness, CoverageReport coverage)
            throws IOException {
        write(folder, result, plan.rules().options().version(), plan.dropped(), plan.leftOut());
        Files.writeString(folder.resolve("report.html"), HtmlReport.of(result, plan, robustness, coverage), UTF_8);
        Files.writeString(folder.resolve("coverage.json"), coverage.json(), UTF_8);
        robustness.write(folder);
    }

    /**
     * Writes the files that a suite without a plan can have, because its rules or scenarios did not load.
     *
     * @throws IOException if a file can't be written
     */
    public static void writeResults(Path folder, SuiteResult result, FalcoVersion falco) throws IOException {
        write(folder, result, falco, List.of(), List.of());
    }

    /**
     * Removes the files of an earlier run, so that they are not taken for those of a run that ends early.
     *
     * @throws IOException if one can't be removed
     */
    public static void remove(Path folder) throws IOException {
        for (String name :
                List.of("results.json", "TEST-kguard.xml", "report.html", "coverage.json", RepeatReport.FILE)) {
            Files.deleteIfExists(folder.resolve(name));
        }
        for (String name : Robustness.FILES) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    private static void write(
            Path folder, SuiteResult result, FalcoVersion falco, List<DroppedCheck> dropped, List<DroppedCheck> leftOut)
            throws IOException {
        Files.createDirectories(folder);
        remove(folder);
        Files.writeString(folder.resolve("results.json"), ResultsJson.of(result, falco, dropped, leftOut), UTF_8);
        Files.writeString(folder.resolve("TEST-kguard.xml"), JUnitXml.of(result), UTF_8);
    }
}
