// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.alert;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import io.kguard.internal.file.FileFault;
import io.kguard.internal.file.LogLines;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Reads what production keeps of Falco's alerts, one line at a time: Falco's JSON lines, the messages of Falcosidekick, and exports
 * of Loki, Elasticsearch, OpenSearch, Splunk and CloudWatch; also compressed by gzip, and as one document that has them all.
 */
public final class AlertLog {
    private static final int MAX_NAMED = 5;

    private long alerts;
    private long others;
    private long damaged;
    private final List<String> named = new ArrayList<>();
    private final Consumer<FalcoAlert> sink;

    private AlertLog(Consumer<FalcoAlert> sink) {
        this.sink = sink;
    }

    /**
     * What was read.
     *
     * @param alerts how many alerts
     * @param others how many lines that are no alert, such as what Falco says at its start
     * @param damaged how many lines that look like an alert and can't be read
     * @param named the first of those: file, line and what is wrong
     */
    public record Read(long alerts, long others, long damaged, List<String> named) {
        public Read {
            named = List.copyOf(named);
        }

        /** The lines for the console. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("Read: " + alerts + (alerts == 1 ? " alert" : " alerts")
                    + (others == 0 ? "" : ", " + others + " lines that are no alert")
                    + (damaged == 0 ? "." : ", " + damaged + " damaged lines:"));
            named.forEach(line -> lines.add("  " + line));
            if (damaged > named.size()) {
                lines.add("  and " + (damaged - named.size()) + " more");
            }
            return lines;
        }
    }

    /**
     * Reads files, and the files in folders in the order of their names.
     *
     * @param sink gets each alert, in the order of the lines
     * @throws IOException if a file can't be read to its end, or has no alert
     */
    public static Read read(List<Path> paths, Consumer<FalcoAlert> sink) throws IOException {
        AlertLog log = new AlertLog(sink);
        for (Path path : paths) {
            for (Path file : files(path)) {
                log.readFile(file);
            }
        }
        return new Read(log.alerts, log.others, log.damaged, log.named);
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
            if (files.isEmpty()) {
                throw new IOException(path + " has no file. Name a folder with alerts of Falco.");
            }
            return files;
        }
    }

    private void readFile(Path file) throws IOException {
        long before = alerts;
        try (LogLines lines = LogLines.open(file)) {
            boolean isFirst = true;
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                if (LogLines.isBlank(line)) {
                    continue;
                }
                String text = new String(line, ISO_8859_1).strip();
                if (isFirst && isOpen(text)) {
                    readDocument(file, line, lines.rest());
                } else {
                    readLine(file, lines.number(), text);
                }
                isFirst = false;
            }
        } catch (EOFException | ZipException e) {
            throw new IOException(
                    file + " is compressed by gzip, and damaged: " + FileFault.reason(e)
                            + ". Its alerts are not all there, so none is used.",
                    e);
        } catch (LogLines.TooLong e) {
            throw new IOException(file + " can't be read as alerts: " + e.getMessage(), e);
        }
        if (alerts == before) {
            throw new IOException(file + " has no alert of Falco" + (named.isEmpty() ? "" : " (" + named.get(0) + ")")
                    + ". Save Falco's output with json_output: true, or what its outputs stored, as JSON.");
        }
    }

    /** Whether a document begins that goes on in the next line. */
    private static boolean isOpen(String line) {
        return line.endsWith("{") || line.endsWith("[") || line.endsWith(",");
    }

    private void readDocument(Path file, byte[] begin, byte[] rest) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(begin);
        all.write('\n');
        all.write(rest);
        try {
            take(JsonValue.parse(all.toString(ISO_8859_1)));
        } catch (JsonException e) {
            throw new IOException(file + " is neither lines of JSON nor one document: " + e.getMessage(), e);
        }
    }

    private void readLine(Path file, long number, String line) {
        int begin = line.startsWith("[") ? 0 : line.indexOf('{');
        if (begin < 0) {
            others++;
            return;
        }
        try {
            take(JsonValue.parse(line.substring(begin)));
        } catch (JsonException e) {
            damaged++;
            if (named.size() < MAX_NAMED) {
                named.add(file + ", line " + number + ": " + e.getMessage());
            }
        }
    }

    private void take(JsonValue document) {
        List<FalcoAlert> found = Envelope.open(document);
        if (found.isEmpty()) {
            others++;
        }
        alerts += found.size();
        found.forEach(sink);
    }
}
