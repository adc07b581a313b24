// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.EventSource;
import io.kguard.internal.file.FileName;
import io.kguard.internal.file.OwnFolder;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.message.Wording;
import io.kguard.internal.tool.alert.AlertLog;
import io.kguard.internal.tool.alert.FalcoAlert;
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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final int MOST_TESTS = 100;

    /** Alerts that are the same in these fields are of one kind, and get one test. */
    private static final List<String> KIND = List.of("evt.type", "proc.name", "container.image.repository");

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

    /**
     * What was made of a file of alerts.
     *
     * @param tests one for each kind of alerts
     * @param read what the file has
     * @param refused the kinds of which no test can be made, with the reasons
     */
    public record OfAlerts(List<Made> tests, AlertLog.Read read, List<String> refused) {
        public OfAlerts {
            tests = List.copyOf(tests);
            refused = List.copyOf(refused);
        }
    }

    /** Copies the list. */
    public NewTest {
        rules = List.copyOf(rules);
    }

    /**
     * Scenarios of written events: one for each kind of alerts, of its first alert.
     *
     * @param alerts a file or folder with alerts, as Falco writes them with {@code json_output: true} or as a store exports them
     * @return what was written
     * @throws IncidentException if no test can be made; nothing is written then
     * @throws io.kguard.rule.RuleLoadException if the rules do not load
     * @throws IOException if a file can't be read or written
     */
    public OfAlerts ofAlerts(Path alerts) throws IOException {
        Map<List<String>, FalcoAlert> kinds = new LinkedHashMap<>();
        AlertLog.Read read = AlertLog.read(List.of(alerts), alert -> kinds.putIfAbsent(kind(alert), alert));
        if (kinds.size() > MOST_TESTS) {
            throw new IncidentException(alerts + " has " + kinds.size() + " kinds of alerts (rule, "
                    + String.join(", ", KIND) + "); tests are made of at most " + MOST_TESTS
                    + ". Name a part of them.");
        }
        RuleSet set = compile();
        List<Made> tests = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (FalcoAlert alert : kinds.values()) {
            try {
                tests.add(ofAlert(set, alert, id(alert, kinds.values())));
            } catch (IncidentException e) {
                refused.add(e.getMessage());
            }
        }
        if (tests.isEmpty()) {
            throw new IncidentException(String.join("\n", refused));
        }
        return new OfAlerts(tests, read, refused);
    }

    private static List<String> kind(FalcoAlert alert) {
        List<String> kind = new ArrayList<>(List.of(alert.rule()));
        KIND.forEach(field -> kind.add(alert.field(field).orElse("")));
        return kind;
    }

    /** The id of the test of one kind: told apart from the others of its rule by their number. */
    private String id(FalcoAlert alert, Collection<FalcoAlert> kinds) {
        List<FalcoAlert> same = kinds.stream()
                .filter(other -> name != null || other.rule().equals(alert.rule()))
                .toList();
        String id = name == null ? id(alert.rule()) : name;
        int number = same.indexOf(alert) + 1;
        return number == 1 ? id : id + "-" + number;
    }

    private Made ofAlert(RuleSet set, FalcoAlert alert, String id) throws IOException {
        WrittenIncident.Written written = new WrittenIncident(set).write(alert);
        List<String> notes = notes(written);
        StringBuilder text = new StringBuilder();
        notes.forEach(note -> text.append("# ").append(note).append('\n'));
        text.append(written.script());
        return write(
                set,
                new Named(alert.rule(), id),
                Recording.Kind.EVENTS,
                file -> WholeFile.write(file, text.toString()),
                notes);
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
            String id = name == null ? id(alert.ruleName()) : name;
            return write(set, new Named(alert.ruleName(), id), kind, content, notes.get());
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

    /** A test: the rule that it is of, and its id. */
    private record Named(String rule, String id) {}

    private Made write(RuleSet set, Named test, Recording.Kind kind, Content content, List<String> notes)
            throws IOException {
        Rule rule = set.rules().stream()
                .filter(known -> known.name().equals(test.rule()))
                .findFirst()
                .orElseThrow();
        String id = test.id();
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
            check(scenario, test.rule(), set);
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
