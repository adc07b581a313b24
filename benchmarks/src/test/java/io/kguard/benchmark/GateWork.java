// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import io.kguard.benchmark.ProcessCost.Figure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** The everyday work that {@link CostGate} measures. It needs nothing but the repository, so that every release can be measured. */
final class GateWork {
    private static final Path CAPTURE = Path.of("maven-plugin/src/it/new-test/shell.scap");
    private static final Path RULES = Path.of("sample-rules/src/kguard/rules");
    private static final Path WRITTEN = Path.of("maven-plugin/src/it/gate/src/kguard");
    private static final int BUSY_MEGABYTES = 96;
    private static final int MANY = 3000;

    /** Conditions of rules, with and without event types; each copy compares with values of its own. */
    private static final List<String> CONDITIONS = List.of(
            "evt.type in (execve, execveat) and container.id != host and proc.name in (tool%1$d, helper%1$d)",
            "evt.type in (open, openat, openat2) and evt.is_open_read = true and fd.name startswith /etc/service%1$d/",
            "evt.type = connect and fd.sport = %1$d and not proc.name in (curl, wget)",
            "proc.name = daemon%1$d and fd.name endswith .secret%1$d",
            "proc.cmdline contains \"--token-%1$d\" and user.name != root");

    private final List<Task> tasks;

    /**
     * A piece of work.
     *
     * @param figures what counts of its cost, by the names in the file
     * @param workplace the folder it runs in
     * @param arguments those of {@code kguard}
     */
    record Task(Map<String, Figure> figures, Path workplace, List<String> arguments) {
        static Task of(String name, Path workplace, Object... arguments) {
            return new Task(
                    Map.of(name, Figure.PROCESSOR),
                    workplace,
                    Arrays.stream(arguments).map(Object::toString).toList());
        }

        Task measuring(Map<String, Figure> what) {
            return new Task(what, workplace, arguments);
        }
    }

    /** Writes the files that the work needs. */
    GateWork(Path scratch) throws IOException {
        Path one = Files.writeString(scratch.resolve("one.yaml"), rule(0));
        Path many = Files.writeString(scratch.resolve("many.yaml"), many());
        Path busy = busy(scratch);
        Path rules = RULES.toAbsolutePath();
        Path capture = CAPTURE.toAbsolutePath();
        Path written = WRITTEN.toAbsolutePath();
        Map<String, Figure> ofBusy = new LinkedHashMap<>();
        ofBusy.put("replay-busy", Figure.PROCESSOR);
        ofBusy.put("replay-busy-clock", Figure.ELAPSED);
        ofBusy.put("replay-busy-memory", Figure.MEMORY);
        Path project = Path.of("sample-rules").toAbsolutePath();
        this.tasks = List.of(
                Task.of("lint", scratch, "lint", "--rules", one),
                Task.of("lint-many", scratch, "lint", "--rules", many),
                Task.of("replay", scratch, "replay", capture, "--rules", rules),
                Task.of("replay-busy", scratch, "replay", busy, "--rules", rules)
                        .measuring(ofBusy),
                Task.of("replay-many", scratch, "replay", busy, "--rules", many),
                Task.of(
                        "derive",
                        scratch,
                        "derive",
                        "--rules",
                        rules,
                        "--into",
                        scratch.resolve("derived"),
                        "--update"),
                Task.of(
                        "verify-written",
                        scratch,
                        "verify",
                        "--rules",
                        written.resolve("rules"),
                        "--scenarios",
                        written.resolve("scenarios"),
                        "--catalogue",
                        "off",
                        "--reports",
                        scratch.resolve("reports")),
                Task.of(
                        "verify-live",
                        project,
                        "verify",
                        "--only",
                        "kubectl-exec-shell",
                        "--reports",
                        scratch.resolve("live")));
    }

    List<Task> tasks() {
        return tasks;
    }

    /** The names of the figures, in the order of the work. */
    List<String> figures() {
        return tasks.stream().flatMap(task -> task.figures().keySet().stream()).toList();
    }

    private static String many() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= MANY; i++) {
            text.append(rule(i));
        }
        return text.toString();
    }

    private static String rule(int number) {
        return "- rule: Rule " + number + "\n  desc: Something happened\n  condition: >-\n    "
                + String.format(Locale.ROOT, CONDITIONS.get(number % CONDITIONS.size()), number)
                + "\n  output: Something happened (process=%proc.cmdline file=%fd.name)\n  priority: NOTICE\n";
    }

    /** A capture that is compressed, as recorders write them. */
    private static Path busy(Path scratch) throws IOException {
        Path plain = scratch.resolve("busy");
        LongCapture.main(new String[] {CAPTURE.toString(), plain.toString(), String.valueOf(BUSY_MEGABYTES)});
        Path packed = scratch.resolve("busy.scap");
        try (InputStream in = Files.newInputStream(plain);
                OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            in.transferTo(out);
        }
        Files.delete(plain);
        return packed;
    }
}
