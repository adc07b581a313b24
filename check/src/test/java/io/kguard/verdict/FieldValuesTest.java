// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Alert;
import io.kguard.engine.ConformanceSet;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.source.EventSources;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each field has a value somewhere that somebody looked at. {@code field-values.tsv} has a value of each field of system calls
 * and the event that has it, or the test that is about the field. A new field needs a row.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FieldValuesTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/fields");
    private static final Path ROWS = SCRIPTS.resolve("field-values.tsv");
    private static final Path ENGINE_TESTS = Path.of("../engine/src/test");
    private static final Path DOCUMENTS = ENGINE_TESTS.resolve("resources/io/kguard/internal/field");

    /** Compares all fields with Falco's library, on all captures. */
    private static final String LIBRARY = "io.kguard.internal.field.FieldReferenceTest";

    /** Values that a wrong field has, too. */
    private static final Set<String> LIKELY = Set.of("0", "-1", "false", "[]", "<NA>");

    /** Fields that have no value, here and in Falco, and those that may not be shown. */
    private static final Set<FieldFlag> WITHOUT_VALUE = Set.of(
            FieldFlag.FILTER_ONLY,
            FieldFlag.DEPRECATED,
            FieldFlag.NO_VALUE_SINCE_0_44,
            FieldFlag.NEVER_TOLD,
            FieldFlag.ALWAYS_EMPTY,
            FieldFlag.LOOKED_FOR_BY_ANOTHER_NAME);

    /** A row: where the event is, its number and the value; or a test, and the others are empty. */
    private record Row(String field, String evidence, String event, String value) {
        static Row parse(String line) {
            String[] cells = line.split("\t", -1);
            return new Row(cells[0], cells[1], cells.length > 2 ? cells[2] : "", cells.length > 3 ? cells[3] : "");
        }

        boolean isTest() {
            return event.isEmpty();
        }

        @Override
        public String toString() {
            return isTest() ? field + "\t" + evidence : String.join("\t", field, evidence, event, value);
        }
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, List<Alert>> alerts = new TreeMap<>();

    @BeforeAll
    void play(@TempDir Path folder) throws IOException {
        for (String line : Files.readAllLines(ROWS)) {
            if (!line.startsWith("#")) {
                Row row = Row.parse(line);
                assertThat(rows.put(row.field, row)).as(line).isNull();
            }
        }
        RuleSet rules = rules(folder);
        for (Path capture : ConformanceSet.captures()) {
            play(capture, rules);
        }
        play(SCRIPTS.resolve("written.yaml"), rules);
    }

    private void play(Path file, RuleSet rules) {
        Detections detections = RecordedScenario.run(Recording.of(file), "fields", rules);
        assertThat(detections.doubts()).as(file.toString()).isEmpty();
        alerts.put(file.getFileName().toString(), detections.alerts());
    }

    /** A rule that shows all fields of each event. */
    private RuleSet rules(Path folder) throws IOException {
        FieldCatalogue catalogue = FieldCatalogue.of(FalcoVersion.CURRENT);
        Set<String> shown = fields(EventSource.SYSCALL).stream()
                .filter(field -> !Objects.requireNonNull(catalogue.definition(field))
                        .argument()
                        .required())
                .collect(Collectors.toCollection(TreeSet::new));
        rows.values().stream().filter(row -> !row.isTest()).forEach(row -> shown.add(row.field));
        String output = shown.stream().map(field -> "%" + field).collect(Collectors.joining(" "));
        Path file = Files.writeString(
                folder.resolve("rules.yaml"),
                "- {rule: all, desc: d, condition: evt.num >= 0, priority: INFO, output: \"" + output + "\"}\n");
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT).load(file);
        assertThat(loaded.errors()).isEmpty();
        return RuleSet.compile(loaded, EngineOptions.of(FalcoVersion.CURRENT));
    }

    /** The fields of a source that can have a value, without arguments. */
    private static List<String> fields(EventSource source) {
        return FieldCatalogue.of(EventSources.BUILT_IN, source, FalcoVersion.CURRENT).definitions().stream()
                .filter(field -> field.implemented() && field.flags().stream().noneMatch(WITHOUT_VALUE::contains))
                .filter(field -> !field.isZeroIn(FalcoVersion.CURRENT))
                .map(FieldDefinition::name)
                .toList();
    }

    @Test
    void eachFieldOfSystemCallsHasARow() {
        FieldCatalogue catalogue = FieldCatalogue.of(FalcoVersion.CURRENT);
        Set<String> named = rows.values().stream()
                .map(row -> row.isTest()
                        ? row.field
                        : catalogue.resolve(row.field).definition().name())
                .collect(Collectors.toSet());
        List<String> without = fields(EventSource.SYSCALL).stream()
                .filter(field -> !named.contains(field))
                .map(field -> suggested(field).toString())
                .toList();
        assertThat(without)
                .as("fields without a row in %s, with the first value that the recordings have: look at it", ROWS)
                .isEmpty();
    }

    private Row suggested(String field) {
        Row plain = new Row(field, "no recording has one: name the test that is about it", "", "");
        for (Map.Entry<String, List<Alert>> file : alerts.entrySet()) {
            for (Alert alert : file.getValue()) {
                String value = shown(alert, field);
                Row row = new Row(field, file.getKey(), Long.toString(alert.eventNumber()), value);
                if (!value.isEmpty() && !LIKELY.contains(value)) {
                    return row;
                } else if (!value.isEmpty() && plain.isTest()) {
                    plain = row;
                }
            }
        }
        return plain;
    }

    private static String shown(Alert alert, String field) {
        Object value = alert.fields().get(field);
        return value == null ? "" : value.toString().replace('\t', ' ').replace('\n', ' ');
    }

    @Test
    void eachValueIsTheOneOfTheEvent() {
        List<String> now = rows.values().stream()
                .map(row -> row.isTest() ? row.toString() : now(row).toString())
                .toList();
        assertThat(now)
                .containsExactlyElementsOf(
                        rows.values().stream().map(Row::toString).toList());
    }

    private Row now(Row row) {
        return alerts.getOrDefault(row.evidence, List.of()).stream()
                .filter(alert -> Long.toString(alert.eventNumber()).equals(row.event))
                .findFirst()
                .map(alert -> new Row(row.field, row.evidence, row.event, shown(alert, row.field)))
                .orElse(new Row(row.field, row.evidence, row.event, "no such event"));
    }

    @Test
    void eachTestNamesItsFields() throws IOException {
        for (Row row : rows.values()) {
            if (row.isTest()) {
                String text =
                        Files.readString(ENGINE_TESTS.resolve("java/" + row.evidence.replace('.', '/') + ".java"));
                assertThat(row.evidence.equals(LIBRARY) || text.contains(row.field))
                        .as(row.toString())
                        .isTrue();
            }
        }
    }

    /** A field of documents has an event in one of two files, and what it gives. */
    @Test
    void eachFieldOfDocumentsGivesSomething() throws IOException {
        String given = Files.readString(DOCUMENTS.resolve("audit-fields.yaml"))
                + Files.readString(DOCUMENTS.resolve("source-fields.yaml"));
        Set<String> common = Set.copyOf(fields(EventSource.SYSCALL));
        for (EventSource source : EventSources.BUILT_IN.all()) {
            if (!source.equals(EventSource.SYSCALL)) {
                assertThat(fields(source))
                        .filteredOn(field -> !common.contains(field) && !field.equals("evt.asynctype"))
                        .allMatch(field -> Pattern.compile(
                                        "(?m)^ +\"?" + Pattern.quote(field) + "(\\[.*\\])?\"?:( (?!null)|\\n +- )\\S")
                                .matcher(given)
                                .find());
            }
        }
    }
}
