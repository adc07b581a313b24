package io.kguard.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.scenario.Expectation;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Check results in a file, through which a JVM that runs rule tests tells another one what they came to. Each is appended
 * whole, so that a JVM that dies leaves those that were finished.
 */
public final class CheckLog {
    /** The system property that names the file; where it is not set nothing is written. */
    public static final String PROPERTY = "kguard.checkLog";

    private static final Object LOCK = new Object();
    private static final int MAX_TEXT = 1 << 20;

    private CheckLog() {}

    /**
     * Appends a result to the file that {@value #PROPERTY} names, if it names one.
     *
     * @throws IOException if the file can't be written
     */
    public static void append(CheckResult result) throws IOException {
        String file = System.getProperty(PROPERTY, "");
        if (!file.isEmpty()) {
            append(Path.of(file), result);
        }
    }

    static void append(Path file, CheckResult result) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        text(out, result.scenario());
        text(out, result.rule());
        text(out, result.expectation().outcome().name());
        text(out, result.expectation().from().name());
        out.writeBoolean(result.expectation().hiddenAllowed());
        text(out, result.source());
        text(out, result.verdict().word());
        text(out, result.verdict().reason());
        out.writeLong(result.millis());
        out.writeLong(result.eventsSeen());
        out.writeLong(result.eventsLost());
        text(out, result.origin().name());
        out.writeInt(result.notes().size());
        for (String note : result.notes()) {
            text(out, note);
        }
        synchronized (LOCK) {
            Files.write(file, bytes.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /**
     * Reads the results in a file.
     *
     * @return them in the order in which they were appended; none if there is no such file
     * @throws IOException if it can't be read or holds something else
     */
    public static List<CheckResult> read(Path file) throws IOException {
        List<CheckResult> results = new ArrayList<>();
        if (!Files.exists(file)) {
            return results;
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            while (in.available() > 0) {
                results.add(next(in));
            }
        } catch (EOFException | IllegalArgumentException e) {
            throw new IOException("the check results in " + file + " are damaged", e);
        }
        return results;
    }

    private static CheckResult next(DataInputStream in) throws IOException {
        String scenario = text(in);
        Expectation expectation = new Expectation(
                text(in), Expectation.Outcome.valueOf(text(in)), Expectation.From.valueOf(text(in)), in.readBoolean());
        String source = text(in);
        Verdict verdict = verdict(text(in), text(in));
        long millis = in.readLong();
        long seen = in.readLong();
        long lost = in.readLong();
        EventOrigin origin = EventOrigin.valueOf(text(in));
        List<String> notes = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            notes.add(text(in));
        }
        return new CheckResult(scenario, expectation, source, verdict, millis, seen, lost, origin, notes);
    }

    private static Verdict verdict(String word, String reason) {
        return switch (word) {
            case "passed" -> new Verdict.Passed();
            case "failed" -> new Verdict.Failed(reason);
            case "error" -> new Verdict.Errored(reason);
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = (text.length() > MAX_TEXT / 4 ? text.substring(0, MAX_TEXT / 4) : text).getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_TEXT) {
            throw new IllegalArgumentException("a text of " + length + " bytes");
        }
        return new String(in.readNBytes(length), UTF_8);
    }
}
