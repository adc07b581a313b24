// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.internal.file.FileToRead;
import io.kguard.internal.record.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A file through which a JVM that runs rule tests reports events to another JVM, one on each line. Each event is appended
 * as a whole, so a JVM that crashes leaves its earlier events behind.
 */
@API(status = API.Status.INTERNAL)
public final class RuleTestLog {
    /** The system property that names the file. Nothing is written if it is not set. */
    public static final String PROPERTY = "kguard.ruleTestLog";

    private static final Object LOCK = new Object();

    private RuleTestLog() {}

    /**
     * Appends an event to the file that {@value #PROPERTY} names, if it is set.
     *
     * @throws UncheckedIOException if the file can't be written; the reader notices that the event is missing
     */
    public static void append(RuleTestEvent event) {
        String file = System.getProperty(PROPERTY, "");
        try {
            if (!file.isEmpty()) {
                append(Path.of(file), event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the progress of rule tests could not be written to the log", e);
        }
    }

    static void append(Path file, RuleTestEvent event) throws IOException {
        byte[] json = RecordJson.write((Record) event);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        synchronized (LOCK) {
            Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /**
     * Reads the events in a file.
     *
     * @return the events in order; empty if there is no such file
     * @throws IOException if the file can't be read or is malformed
     */
    public static List<RuleTestEvent> read(Path file) throws IOException {
        List<RuleTestEvent> events = new ArrayList<>();
        if (!Files.exists(file)) {
            return events;
        }
        byte[] bytes = FileToRead.bytes(file);
        try {
            for (int start = 0; start < bytes.length; ) {
                int end = endOfLine(bytes, start);
                events.add(RecordJson.read(Arrays.copyOfRange(bytes, start, end), RuleTestEvent.class));
                start = end + 1;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("the log of the rule tests " + file + " is damaged", e);
        }
        return events;
    }

    private static int endOfLine(byte[] bytes, int start) {
        for (int i = start; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        throw new IllegalArgumentException("the last line has no end");
    }
}
