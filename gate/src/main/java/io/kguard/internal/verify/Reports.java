// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.report.CheckSarif;
import io.kguard.internal.report.HtmlReport;
import io.kguard.internal.report.JUnitXml;
import io.kguard.internal.report.LastRun;
import io.kguard.internal.report.NavigatorLayer;
import io.kguard.internal.report.ResultsJson;
import io.kguard.internal.report.Run;
import io.kguard.internal.report.SummaryMarkdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the reports of a run to files. */
public final class Reports {
    /** The environment variable that names the file whose text GitHub shows on the page of the job. */
    private static final String GITHUB_SUMMARY = "GITHUB_STEP_SUMMARY";

    private static final List<String> FILES = List.of(
            "results.json", "TEST-kguard.xml", "report.html", "checks.sarif", "summary.md", "attack-navigator.json");

    /** What {@code kguard:mutate} found. */
    public static final String MUTATION = "mutation.json";

    /** The results of earlier runs of {@code kguard:mutate}. */
    public static final String MUTATION_HISTORY = "mutation-history.txt";

    /** What goals other than {@code verify} write there. */
    private static final List<String> OTHERS = List.of(
            "diff.md",
            "diff.json",
            "lint.sarif",
            LastRun.FILE,
            MUTATION,
            MUTATION_HISTORY,
            "review.md",
            "tune.json",
            "upgrade.md",
            "upgrade.json");

    private Reports() {}

    /** The names of all files that goals write to the folder of reports, but for shards. The documents have a row for each. */
    public static Set<String> names() {
        return Stream.of(FILES, Measurements.FILES, OTHERS)
                .flatMap(List::stream)
                .collect(Collectors.toSet());
    }

    /** Whether a file has the name of something that kguard writes to the folder of reports. */
    static boolean isReport(String name) {
        return names().contains(name) || name.matches("shard-[a-z]+-\\d+-of-\\d+\\.json");
    }

    /**
     * Writes the files, and replaces those of an earlier run. If one can't be written, there is none.
     *
     * @param folder the folder for the files, created if absent
     * @param measured what was measured besides: texts by the names of their files
     * @param environment the environment variables
     * @throws IOException if a file can't be written
     */
    static void write(Path folder, Run run, Map<String, String> measured, Map<String, String> environment)
            throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("results.json", ResultsJson.of(run));
        texts.put("TEST-kguard.xml", JUnitXml.of(run));
        LastRun last = lastRun(folder);
        texts.put("report.html", HtmlReport.of(run, last));
        texts.put(LastRun.FILE, last.after(run));
        texts.put("checks.sarif", CheckSarif.of(run));
        texts.put("summary.md", SummaryMarkdown.of(run));
        texts.put("attack-navigator.json", NavigatorLayer.of(run));
        texts.putAll(measured);
        List<String> unknown =
                texts.keySet().stream().filter(name -> !isReport(name)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("no list of reports has " + unknown);
        }
        remove(folder);
        WholeFile.writeTexts(folder, texts);
        String summary = environment.getOrDefault(GITHUB_SUMMARY, "");
        if (!summary.isEmpty()) {
            Files.writeString(
                    Path.of(summary),
                    SummaryMarkdown.of(run),
                    UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private static LastRun lastRun(Path folder) throws IOException {
        Path file = folder.resolve(LastRun.FILE);
        OwnFolder.check(file);
        return Files.isRegularFile(file) && Files.size(file) <= LastRun.MAX_BYTES
                ? LastRun.read(
                        new String(Files.readAllBytes(file), UTF_8)) // damaged bytes are no reason to lose the reports
                : LastRun.NONE;
    }

    /**
     * Removes the files of an earlier run, so that they are not taken for those of a run that ends early.
     *
     * @throws IOException if one can't be removed
     */
    public static void remove(Path folder) throws IOException {
        OwnFolder.check(folder);
        for (String name : FILES) {
            Files.deleteIfExists(folder.resolve(name));
        }
        for (String name : Measurements.FILES) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }
}
