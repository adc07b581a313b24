// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.tool.replay.BatchReplay;
import io.kguard.internal.tool.replay.CaptureRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The alerts of the plain replay, and those of a table, in the same form: lines by the names of files, sorted. */
final class PlainReplay {
    private static final Pattern CAPTURE = Pattern.compile("^\\{\"capture\":\"([^\"]*)\",");

    private PlainReplay() {}

    /**
     * The alerts of the plain replay.
     *
     * @param folder for files
     */
    static Map<String, List<String>> of(List<Path> rules, Path folder, Path... places) throws IOException {
        Path file = folder.resolve("plain.jsonl");
        CaptureRun run = new CaptureRun(rules, FalcoVersion.CURRENT, null, false, HostNames.NONE, null);
        assertThat(new BatchReplay(run, null, folder, 2)
                        .replay(List.of(places), file, OutputStream.nullOutputStream(), Console.plain(line -> {})))
                .isTrue();
        Map<String, List<String>> lines = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            Matcher capture = CAPTURE.matcher(line);
            assertThat(capture.find()).isTrue();
            put(lines, capture.group(1), "{" + line.substring(capture.end()));
        }
        lines.values().forEach(all -> all.sort(null));
        return lines;
    }

    /** The alerts of a table, for one of the sets of rules. */
    static Map<String, List<String>> ofTable(Dataset<Row> alerts, String side) {
        Map<String, List<String>> lines = new TreeMap<>();
        for (Row row :
                alerts.where("rules = '" + side + "'").select("capture", "line").collectAsList()) {
            put(lines, row.getString(0), row.getString(1));
        }
        lines.values().forEach(all -> all.sort(null));
        return lines;
    }

    private static void put(Map<String, List<String>> lines, String capture, String line) {
        lines.computeIfAbsent(Path.of(capture).getFileName().toString(), name -> new ArrayList<>())
                .add(line);
    }
}
