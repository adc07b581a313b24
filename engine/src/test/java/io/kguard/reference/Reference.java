// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.reference.Evaluated.Row;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the program that evaluates filters and formats with Falco's library. It is compiled on first use. It sees no
 * users, groups and services of this machine, and only the host names of the corpus.
 */
public final class Reference {
    private static final Path SOURCE = Path.of("../engine/src/test/cpp/reference.cpp");
    private static final Path PROGRAM = Path.of("target/reference");
    private static final Map<String, Path> NEEDED = new TreeMap<>(Map.of(
            "g++", Path.of("/usr/bin/g++"),
            "libfalcosecurity0-dev", Path.of("/usr/include/falcosecurity/libsinsp/sinsp.h"),
            "uthash-dev", Path.of("/usr/include/uthash.h"),
            "util-linux", Path.of("/usr/bin/unshare")));
    private static final String ISOLATED = "mount --bind \"$1\" /etc/passwd && mount --bind \"$1\" /etc/group"
            + " && mount --bind \"$2\" /etc/nsswitch.conf && mount --bind \"$3\" /etc/hosts && shift 3 && exec \"$@\"";

    private static final @Nullable String GIVEN = System.getProperty("kguard.reference");

    private Reference() {}

    /** Whether it is another program than that of this machine's library. */
    static boolean isGiven() {
        return GIVEN != null;
    }

    /** The missing packages that are needed to build and run the program. */
    static List<String> missing() {
        return NEEDED.entrySet().stream()
                .filter(entry -> !Files.exists(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Evaluates filters and formats on the delivered events of a capture. */
    public static Evaluated run(Path capture, List<String> filters, List<String> formats)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("kguard-reference");
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        try {
            List<String> command =
                    new ArrayList<>(List.of("unshare", "--map-root-user", "--mount", "sh", "-c", ISOLATED));
            command.add("sh");
            command.add(written(folder.resolve("empty"), ""));
            command.add(written(folder.resolve("nsswitch"), "passwd: files\ngroup: files\nhosts: files\n"));
            command.add(
                    hosts().map(Path::toString).orElse(folder.resolve("empty").toString()));
            command.add(program().toString());
            command.add(capture.toString());
            command.add(written(folder.resolve("filters"), ended(filters)));
            command.add(written(folder.resolve("formats"), ended(formats)));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("TZ", "UTC");
            int status = await(builder.redirectOutput(output.toFile()).redirectError(errors.toFile()));
            String complaint = Files.readString(errors, ISO_8859_1).strip();
            return parse(Files.readString(output, ISO_8859_1), status == 0 ? "" : status + ": " + complaint);
        } finally {
            for (String file : List.of("empty", "nsswitch", "filters", "formats", "output", "errors")) {
                Files.deleteIfExists(folder.resolve(file));
            }
            Files.delete(folder);
        }
    }

    /** Names of addresses, which both sides know; none without the test data. */
    static Optional<Path> hosts() {
        return Optional.of(Shared.path("conformance/hosts")).filter(Files::exists);
    }

    private static String written(Path file, String content) throws IOException {
        return Files.write(file, content.getBytes(UTF_8)).toString();
    }

    private static String ended(List<String> texts) {
        StringBuilder ended = new StringBuilder();
        texts.forEach(text -> ended.append(text).append('\2'));
        return ended.toString();
    }

    private static synchronized Path program() throws IOException, InterruptedException {
        if (GIVEN != null) {
            return Path.of(GIVEN);
        }
        if (!Files.exists(PROGRAM)
                || Files.getLastModifiedTime(PROGRAM).compareTo(Files.getLastModifiedTime(SOURCE)) < 0) {
            List<String> command = List.of(
                    "g++",
                    "-std=c++17",
                    "-O1",
                    "-I/usr/include/falcosecurity",
                    "-I/usr/include/jsoncpp",
                    "-o",
                    PROGRAM.toString(),
                    SOURCE.toString(),
                    "-lsinsp",
                    "-lscap");
            int status = await(new ProcessBuilder(command).inheritIO());
            if (status != 0) {
                throw new IOException(String.join(" ", command) + " ended with status " + status);
            }
        }
        return PROGRAM.toAbsolutePath();
    }

    private static int await(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(builder.command() + " does not end");
        }
        return process.exitValue();
    }

    private static Evaluated parse(String output, String failure) {
        List<Row> rows = new ArrayList<>();
        Map<String, String> errors = new TreeMap<>();
        for (String line : output.split("\2", -1)) {
            String[] parts = line.split("\1", -1);
            if (parts.length < 2) {
                continue; // the end, or where the program failed
            }
            if (parts[0].startsWith("!")) {
                errors.put(parts[0].substring(1), parts[1]);
            } else {
                Map<Integer, String> texts = new TreeMap<>();
                for (int i = 2; i < parts.length; i++) {
                    if (!parts[i].isEmpty()) {
                        texts.put(i - 2, unescaped(parts[i].substring(1)));
                    }
                }
                rows.add(new Row(Long.parseLong(parts[0]), parts[1], texts));
            }
        }
        return new Evaluated(rows, errors, failure);
    }

    /** Reverses the escaping of separators. */
    private static String unescaped(String text) {
        return text.indexOf('\3') < 0
                ? text
                : text.replace("\3a", "\1").replace("\3b", "\2").replace("\3c", "\3");
    }
}
