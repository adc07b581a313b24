// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the checks of earlier runs ended, each in its last one. It is a small text file beside the reports.
 *
 * @param date when the last run was; empty if there was none
 * @param checks the checks, by their names
 */
public record LastRun(String date, Map<String, Ended> checks) {
    /** The name of the file. */
    public static final String FILE = "last-run.tsv";

    /** The largest file that is read. */
    public static final long MAX_BYTES = 4 << 20;

    /** There was none. */
    public static final LastRun NONE = new LastRun("", Map.of());

    private static final String HEAD = "# kguard, the last run: ";
    private static final int MAX_CHECKS = 20_000;
    private static final int CELLS = 3;

    /**
     * The end of a check.
     *
     * @param verdict its verdict, in a word
     * @param millis how long its simulation took
     */
    public record Ended(String verdict, long millis) {}

    public LastRun {
        checks = new LinkedHashMap<>(checks);
    }

    /** What a file says. One that is damaged says nothing: it is for comparison alone, and the next run writes it again. */
    public static LastRun read(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).startsWith(HEAD)) {
            return NONE;
        }
        Map<String, Ended> checks = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            if (cells.length != CELLS || !cells[1].matches("\\d{1,12}")) {
                return NONE;
            }
            checks.put(cells[2], new Ended(cells[0], Long.parseLong(cells[1])));
        }
        return new LastRun(lines.get(0).substring(HEAD.length()), checks);
    }

    /** How a check ended; null if it was not made. */
    @Nullable
    Ended of(CheckEntry check) {
        return checks.get(key(check));
    }

    /** What the next run reads: this with the checks of a run. Those that it left out stay. */
    public String after(Run run) {
        Map<String, Ended> all = new LinkedHashMap<>();
        run.checks()
                .forEach(check -> all.put(
                        key(check), new Ended(check.word(), check.result().millis())));
        checks.forEach(all::putIfAbsent);
        StringBuilder text =
                new StringBuilder(HEAD).append(run.environment().date()).append('\n');
        all.entrySet().stream()
                .limit(MAX_CHECKS)
                .forEach(check -> text.append(check.getValue().verdict())
                        .append('\t')
                        .append(check.getValue().millis())
                        .append('\t')
                        .append(check.getKey())
                        .append('\n'));
        return text.toString();
    }

    private static String key(CheckEntry check) {
        return check.name().replaceAll("[\\t\\n\\r]", " ");
    }
}
