// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.diagnostic.Position;
import io.kguard.output.ChatOutput;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.Findings.Program;
import io.kguard.verdict.Findings.Raised;
import io.kguard.verdict.RuleTestEvent.End;
import io.kguard.verdict.RuleTestEvent.Ended;
import io.kguard.verdict.RuleTestEvent.Finished;
import io.kguard.verdict.RuleTestEvent.Judged;
import io.kguard.verdict.RuleTestEvent.Planned;
import io.kguard.verdict.RuleTestEvent.Started;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * A file through which a JVM that runs rule tests reports events to another JVM. Each event is appended as a whole, so
 * a JVM that crashes leaves its earlier events behind.
 */
@API(status = API.Status.INTERNAL)
public final class RuleTestLog {
    /** The system property that names the file. Nothing is written if it is not set. */
    public static final String PROPERTY = "kguard.ruleTestLog";

    private static final Object LOCK = new Object();
    private static final int MAX_TEXT = 1 << 20;

    private RuleTestLog() {}

    /**
     * Appends an event to the file that {@value #PROPERTY} names, if it is set.
     *
     * @throws IOException if the file can't be written
     */
    public static void append(RuleTestEvent event) throws IOException {
        String file = System.getProperty(PROPERTY, "");
        if (!file.isEmpty()) {
            append(Path.of(file), event);
        }
    }

    static void append(Path file, RuleTestEvent event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        text(out, event.getClass().getSimpleName());
        if (event instanceof Planned planned) {
            text(out, planned.id());
            check(out, planned.check());
            out.writeInt(planned.methods().size());
            for (String method : planned.methods()) {
                text(out, method);
            }
        } else if (event instanceof Started started) {
            text(out, started.id());
        } else if (event instanceof Judged judged) {
            text(out, judged.id());
            check(out, judged.check());
        } else if (event instanceof Ended ended) {
            text(out, ended.id());
            text(out, ended.name());
            text(out, ended.how().name());
            text(out, ended.message());
        }
        synchronized (LOCK) {
            Files.write(file, bytes.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private static void check(DataOutputStream out, CheckResult check) throws IOException {
        text(out, check.scenario());
        text(out, check.rule());
        text(out, check.expectation().outcome().name());
        text(out, check.expectation().from().name());
        out.writeBoolean(check.expectation().hiddenAllowed());
        text(out, check.expectation().reaches().stream().map(ChatOutput::key).collect(Collectors.joining(",")));
        text(out, check.source());
        text(out, check.verdict().word());
        text(out, check.verdict().reason());
        out.writeLong(check.millis());
        out.writeLong(check.eventsSeen());
        out.writeLong(check.eventsLost());
        text(out, check.origin().name());
        out.writeInt(check.notes().size());
        for (String note : check.notes()) {
            text(out, note);
        }
        text(out, check.test());
        text(out, check.explanation());
        findings(out, check.findings());
        out.writeBoolean(check.clause().isPresent());
        if (check.clause().isPresent()) {
            Position clause = check.clause().get();
            text(out, clause.file());
            out.writeInt(clause.line());
            out.writeInt(clause.column());
            out.writeInt(clause.offset());
        }
    }

    private static void findings(DataOutputStream out, Findings findings) throws IOException {
        out.writeInt(findings.fired().size());
        for (Map.Entry<String, Long> rule : findings.fired().entrySet()) {
            text(out, rule.getKey());
            out.writeLong(rule.getValue());
        }
        out.writeInt(findings.alerts().size());
        for (Raised alert : findings.alerts()) {
            text(out, alert.rule());
            text(out, alert.priority());
            out.writeLong(alert.event());
            out.writeLong(alert.timestamp());
            text(out, alert.message());
            out.writeLong(alert.process());
        }
        out.writeInt(findings.programs().size());
        for (Program program : findings.programs()) {
            out.writeLong(program.process());
            out.writeLong(program.parent());
            out.writeLong(program.timestamp());
            text(out, program.command());
        }
    }

    private static Findings findings(DataInputStream in) throws IOException {
        Map<String, Long> fired = new LinkedHashMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            fired.put(text(in), in.readLong());
        }
        List<Raised> alerts = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            alerts.add(new Raised(text(in), text(in), in.readLong(), in.readLong(), text(in), in.readLong()));
        }
        List<Program> programs = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            programs.add(new Program(in.readLong(), in.readLong(), in.readLong(), text(in)));
        }
        return new Findings(fired, alerts, programs);
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
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            while (in.available() > 0) {
                events.add(next(in));
            }
        } catch (EOFException | IllegalArgumentException e) {
            throw new IOException("the log of the rule tests " + file + " is damaged", e);
        }
        return events;
    }

    private static RuleTestEvent next(DataInputStream in) throws IOException {
        String kind = text(in);
        return switch (kind) {
            case "Planned" -> new Planned(text(in), check(in), texts(in));
            case "Started" -> new Started(text(in));
            case "Judged" -> new Judged(text(in), check(in));
            case "Ended" -> new Ended(text(in), text(in), End.valueOf(text(in)), text(in));
            case "Finished" -> new Finished();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Set<String> texts(DataInputStream in) throws IOException {
        Set<String> texts = new HashSet<>();
        for (int i = in.readInt(); i > 0; i--) {
            texts.add(text(in));
        }
        return texts;
    }

    private static CheckResult check(DataInputStream in) throws IOException {
        String scenario = text(in);
        Expectation expectation = new Expectation(
                        text(in),
                        Expectation.Outcome.valueOf(text(in)),
                        Expectation.From.valueOf(text(in)),
                        in.readBoolean())
                .reaching(outputs(text(in)));
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
        String test = text(in);
        String explanation = text(in);
        return new CheckResult(
                new CheckResult.Subject(scenario, test, origin),
                expectation,
                source,
                verdict,
                new CheckResult.Counts(millis, seen, lost),
                notes,
                new CheckResult.Evidence(
                        Optional.empty(),
                        findings(in),
                        explanation,
                        in.readBoolean()
                                ? Optional.of(new Position(text(in), in.readInt(), in.readInt(), in.readInt()))
                                : Optional.empty()));
    }

    private static Set<ChatOutput> outputs(String keys) {
        return Arrays.stream(keys.split(","))
                .filter(key -> !key.isEmpty())
                .map(key -> ChatOutput.of(key).orElseThrow(() -> new IllegalArgumentException(key)))
                .collect(Collectors.toSet());
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
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return new String(bytes, UTF_8);
    }
}
