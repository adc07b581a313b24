package io.kguard.reference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Runs the program that evaluates filters and formats with Falco's library. It is compiled when it is first needed. */
public final class Reference {
    private static final Path SOURCE = Path.of("src/test/cpp/reference.cpp");
    private static final Path PROGRAM = Path.of("target/reference");
    private static final Map<String, Path> NEEDED = new TreeMap<>(Map.of(
            "g++", Path.of("/usr/bin/g++"),
            "libfalcosecurity0-dev", Path.of("/usr/include/falcosecurity/libsinsp/sinsp.h"),
            "uthash-dev", Path.of("/usr/include/uthash.h")));

    /**
     * What the library makes of an event.
     *
     * @param number the event's number
     * @param matched the indexes of the filters that match
     * @param texts the text of each format that has one, by index
     */
    public record Row(long number, TreeSet<Integer> matched, Map<Integer, String> texts) {}

    /**
     * What the library makes of a capture.
     *
     * @param rows its delivered events
     * @param errors the errors of the filters that do not compile, by index
     * @param failure what ended the capture early; empty if nothing did
     */
    public record Result(List<Row> rows, Map<Integer, String> errors, String failure) {}

    private Reference() {}

    /** The packages without which the program can't be built. */
    static List<String> missing() {
        return NEEDED.entrySet().stream()
                .filter(entry -> !Files.exists(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Evaluates filters and formats, all Latin-1, on the delivered events of a capture. */
    public static Result run(Path capture, List<String> filters, List<String> formats)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("kguard-reference");
        Path filterFile = folder.resolve("filters");
        Path formatFile = folder.resolve("formats");
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        try {
            Files.write(filterFile, filters, ISO_8859_1);
            Files.write(formatFile, formats, ISO_8859_1);
            ProcessBuilder builder = new ProcessBuilder(
                    program().toString(), capture.toString(), filterFile.toString(), formatFile.toString());
            builder.environment().put("TZ", "UTC");
            await(builder.redirectOutput(output.toFile()).redirectError(errors.toFile()), false);
            return parse(
                    Files.readString(output, ISO_8859_1),
                    Files.readString(errors, ISO_8859_1).strip());
        } finally {
            for (Path file : List.of(filterFile, formatFile, output, errors, folder)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static synchronized Path program() throws IOException, InterruptedException {
        if (!Files.exists(PROGRAM)
                || Files.getLastModifiedTime(PROGRAM).compareTo(Files.getLastModifiedTime(SOURCE)) < 0) {
            await(
                    new ProcessBuilder(
                                    "g++",
                                    "-std=c++17",
                                    "-O1",
                                    "-I/usr/include/falcosecurity",
                                    "-I/usr/include/jsoncpp",
                                    "-o",
                                    PROGRAM.toString(),
                                    SOURCE.toString(),
                                    "-lsinsp",
                                    "-lscap")
                            .inheritIO(),
                    true);
        }
        return PROGRAM.toAbsolutePath();
    }

    private static void await(ProcessBuilder builder, boolean mustSucceed) throws IOException, InterruptedException {
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(builder.command() + " does not end");
        }
        if (mustSucceed && process.exitValue() != 0) {
            throw new IOException(builder.command() + " ended with status " + process.exitValue());
        }
    }

    private static Result parse(String output, String failure) {
        List<Row> rows = new ArrayList<>();
        Map<Integer, String> errors = new LinkedHashMap<>();
        for (String line : output.split("\2", -1)) {
            String[] parts = line.split("\1", -1);
            if (parts[0].startsWith("!")) {
                errors.put(Integer.parseInt(parts[0].substring(1)), parts[1]);
            } else if (!parts[0].isEmpty()) {
                rows.add(row(parts));
            }
        }
        return new Result(rows, errors, failure);
    }

    private static Row row(String[] parts) {
        TreeSet<Integer> matched = new TreeSet<>();
        Map<Integer, String> texts = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].startsWith("f")) {
                matched.add(Integer.parseInt(parts[i].substring(1)));
            } else {
                int equals = parts[i].indexOf('=');
                texts.put(Integer.parseInt(parts[i].substring(1, equals)), parts[i].substring(equals + 1));
            }
        }
        return new Row(Long.parseLong(parts[0]), matched, texts);
    }
}
