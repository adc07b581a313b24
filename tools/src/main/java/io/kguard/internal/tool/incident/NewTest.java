// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.EventSource;
import io.kguard.internal.file.FileName;
import io.kguard.internal.file.FileToRead;
import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.message.Wording;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.Verdict;
import io.kguard.workload.AllowedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a scenario of what a Falco in production saw, so that its rule fires on it from now on.
 *
 * @param rules rule files and directories, in the order in which they are loaded
 * @param loader loads them, for a version of Falco and with the sources of events that are known
 * @param options how they are evaluated
 * @param folder where the scenario is written
 * @param name the scenario's id; null to name it after the rule
 */
public record NewTest(
        List<Path> rules,
        RuleLoader loader,
        EngineOptions options,
        Path folder,
        @Nullable String name) {
    private static final int LARGEST_ALERT = 1 << 20;

    /**
     * What was made.
     *
     * @param scenario the scenario's file
     * @param events the file with its events
     * @param notes what its author should know, one sentence each
     */
    public record Made(Path scenario, Path events, List<String> notes) {
        public Made {
            notes = List.copyOf(notes);
        }
    }

    /** Copies the list. */
    public NewTest {
        rules = List.copyOf(rules);
    }

    /**
     * A scenario of written events.
     *
     * @param alert a file with one line of Falco's output, as JSON
     * @return what was written
     * @throws IncidentException if no test can be made; nothing is written then
     * @throws io.kguard.rule.RuleLoadException if the rules do not load
     * @throws IOException if a file can't be read or written
     */
    public Made ofAlert(Path alert) throws IOException {
        if (Files.size(alert) > LARGEST_ALERT) {
            throw new IncidentException(alert + " is larger than " + LARGEST_ALERT + " bytes; it must hold one alert");
        }
        RuleSet set = compile();
        FalcoAlert read = FalcoAlert.parse(alert.toString(), FileToRead.bytes(alert, LARGEST_ALERT));
        WrittenIncident.Written written = new WrittenIncident(set).write(read);
        List<String> notes = notes(written);
        StringBuilder text = new StringBuilder();
        notes.forEach(note -> text.append("# ").append(note).append('\n'));
        text.append(written.script());
        return write(set, read.rule(), Recording.Kind.EVENTS, file -> WholeFile.write(file, text.toString()), notes);
    }

    private static List<String> notes(WrittenIncident.Written written) {
        List<String> notes = new ArrayList<>();
        if (!written.redacted().isEmpty()) {
            notes.add("What looks like a secret was replaced by REDACTED: " + sorted(written.redacted()) + ".");
        }
        if (!written.chosen().isEmpty()) {
            notes.add("The alert does not tell these, so kguard chose what lets the rule fire: "
                    + sorted(written.chosen()) + ".");
        }
        return notes;
    }

    private static String sorted(Set<String> fields) {
        return fields.stream().sorted().collect(Collectors.joining(", "));
    }

    /**
     * A scenario of the part of a capture that matters.
     *
     * @param capture the capture
     * @param rule whose first alert it is of; null for the first alert of any rule
     * @return what was written
     * @throws IncidentException if no test can be made; nothing is written then
     * @throws io.kguard.rule.RuleLoadException if the rules do not load
     * @throws IOException if a file can't be read or written
     */
    public Made ofCapture(Path capture, @Nullable String rule) throws IOException {
        RuleSet set = compile();
        CapturedIncident incident = new CapturedIncident(capture, set);
        return ofPart(set, Recording.Kind.CAPTURE, part -> incident.write(rule, part), incident::notes);
    }

    /**
     * A scenario of one event of a log.
     *
     * @param log a log
     * @param kind {@code AUDIT} for a Kubernetes audit log, {@code LOG} for one of any sources
     * @param rule whose first alert it is of; null for the first alert of any rule
     * @return what was written
     * @throws IncidentException if no test can be made; nothing is written then
     * @throws io.kguard.rule.RuleLoadException if the rules do not load
     * @throws IOException if a file can't be read or written
     */
    public Made ofLog(Path log, Recording.Kind kind, @Nullable String rule) throws IOException {
        RuleSet set = compile();
        EventSource source = kind == Recording.Kind.AUDIT ? EventSource.K8S_AUDIT : null;
        return ofPart(set, kind, part -> new LoggedIncident(log, source, set).write(rule, part), List::of);
    }

    /** Writes the part of a recording that an alert needs. */
    private interface Part {
        Alert writeTo(Path file) throws IOException;
    }

    private Made ofPart(RuleSet set, Recording.Kind kind, Part part, Supplier<List<String>> notes) throws IOException {
        Path file = Files.createTempFile("kguard-incident", ending(kind));
        try {
            Alert alert = part.writeTo(file);
            Content content = target -> WholeFile.write(target, out -> Files.copy(file, out));
            return write(set, alert.ruleName(), kind, content, notes.get());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private RuleSet compile() throws IOException {
        return RuleSet.compile(loader.load(rules), options.withExplanations(true));
    }

    /** Writes the events of a recording. */
    private interface Content {
        void writeTo(Path file) throws IOException;
    }

    private Made write(RuleSet set, String ruleName, Recording.Kind kind, Content content, List<String> notes)
            throws IOException {
        Rule rule = set.rules().stream()
                .filter(known -> known.name().equals(ruleName))
                .findFirst()
                .orElseThrow();
        String id = name == null ? id(ruleName) : name;
        Path scenario = folder.resolve(id + ".yaml");
        Path events = folder.resolve(id + ending(kind));
        for (Path file : List.of(scenario, events)) {
            if (Files.exists(file)) {
                throw new IncidentException(
                        file + " exists. Name this test otherwise: " + Wording.given("name") + "=ID");
            }
        }
        OwnFolder.check(folder);
        Files.createDirectories(folder);
        List<Path> written = new ArrayList<>();
        try {
            written.add(events);
            content.writeTo(events);
            written.add(scenario);
            WholeFile.write(
                    scenario,
                    NewScenarioText.of(id, rule, kind, events.getFileName().toString(), notes));
            check(scenario, ruleName, set);
            return new Made(scenario, events, notes);
        } catch (IOException | RuntimeException e) {
            for (Path file : written) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }

    /** It is a test only if it passes as it stands. */
    private static void check(Path file, String rule, RuleSet set) throws IOException {
        Scenario scenario = ScenarioReader.read(file, AllowedFolders.defaults(), set.sources())
                .get(0);
        Detections detections = RecordedScenario.run(scenario, set);
        Verdict verdict = Judge.judge(detections, scenario.expectations().get(0));
        if (!(verdict instanceof Verdict.Passed)) {
            throw new IncidentException("the test of \"" + rule + "\" does not pass: " + verdict.reason());
        }
    }

    private static String id(String rule) {
        String id = FileName.of(rule);
        return id.isEmpty() ? "incident" : id;
    }

    private static String ending(Recording.Kind kind) {
        return switch (kind) {
            case EVENTS -> ".events.yaml";
            case CAPTURE -> ".scap";
            case AUDIT, LOG -> ".log";
        };
    }
}
