// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For the same captures and rules, kguard produces Falco 0.40's alerts, field for field. */
@Execution(CONCURRENT)
@RequiresShared
class AlertConformanceTest {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    @ParameterizedTest
    @EnumSource(Matching.class)
    void everyCaptureGivesFalcosAlerts(Matching matching) throws IOException {
        RuleSet rules = RuleSet.compile(
                Corpus.rules(),
                EngineOptions.of(FalcoVersion.V0_40).withMatching(matching).with(Selection.enableRule("*")));
        Replay replay = Replay.of(rules).withHostNames(Corpus.hostNames());
        List<String> table = new ArrayList<>();
        List<String> deviations = new ArrayList<>();
        for (String name : Share.orAll(Corpus.captureNames())) {
            String suffix = matching == Matching.FIRST ? ".alerts.jsonl" : ".alerts-all.jsonl";
            Path capture = Corpus.captures().resolve(name + ".scap");
            compare(replay, capture, Corpus.captures().resolve(name + suffix), name, table, deviations);
        }
        report(matching.toString(), table, deviations);
        assertThat(table).hasSizeGreaterThanOrEqualTo(Share.isLarge() ? 55 : 3);
        assertThat(deviations).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Matching.class)
    void everyCaptureGivesTheAlertsOfTodaysFalco(Matching matching) throws IOException {
        RuleSet rules = RuleSet.compile(
                Corpus.rules("current", FalcoVersion.CURRENT),
                EngineOptions.of(FalcoVersion.CURRENT).withMatching(matching).with(Selection.enableRule("*")));
        Replay replay = Replay.of(rules).withHostNames(Corpus.hostNames());
        List<String> table = new ArrayList<>();
        List<String> deviations = new ArrayList<>();
        for (String name : Share.orAll(Corpus.captureNames())) {
            String suffix = matching == Matching.FIRST ? ".alerts.jsonl" : ".alerts-all.jsonl";
            Path expected = Shared.path("conformance/captures-0.45").resolve(name + suffix);
            compare(replay, Corpus.captures().resolve(name + ".scap"), expected, name, table, deviations);
        }
        report("today-" + matching, table, deviations);
        assertThat(table).hasSizeGreaterThanOrEqualTo(Share.isLarge() ? 55 : 3);
        assertThat(deviations).isEmpty();
    }

    static void compare(
            Replay replay, Path capture, Path expectedFile, String name, List<String> table, List<String> deviations)
            throws IOException {
        List<Map<String, Object>> expected = Corpus.jsonLines(expectedFile);
        List<Map<String, @Nullable Object>> actual = new ArrayList<>();
        long start = System.nanoTime();
        Replay.Result result =
                replay.run(capture, alert -> actual.add(asFalco(alert))).orThrow();
        long millis = (System.nanoTime() - start) / 1_000_000;
        List<String> differences = differences(expected, actual);
        table.add(String.format(
                "%-28s %8d events %5d expected %5d actual %5d different %6d ms",
                name, result.events(), expected.size(), actual.size(), differences.size(), millis));
        differences.forEach(d -> deviations.add(name + ": " + d));
    }

    static void report(String matching, List<String> table, List<String> deviations) throws IOException {
        Path report = Path.of("target/alert-conformance-" + matching + ".txt");
        List<String> lines = new ArrayList<>(table);
        lines.addAll(deviations);
        Files.write(report, lines);
        System.out.println("alerts, matching " + matching + " (" + report + "):");
        table.forEach(System.out::println);
    }

    private static List<String> differences(
            List<Map<String, Object>> expected, List<Map<String, @Nullable Object>> actual) {
        List<String> differences = new ArrayList<>();
        // match alerts by event and rule first, so that a missing one does not make all later ones differ
        Map<Object, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < actual.size(); i++) {
            places.computeIfAbsent(key(actual.get(i)), k -> new ArrayList<>()).add(i);
        }
        int last = -1;
        for (Map<String, Object> alert : expected) {
            List<Integer> candidates = places.getOrDefault(key(alert), new ArrayList<>());
            if (candidates.isEmpty()) {
                differences.add("missing: " + key(alert) + " " + alert.get("output"));
                continue;
            }
            int place = candidates.remove(0);
            if (place < last) {
                differences.add("out of order: " + key(alert));
            }
            last = Math.max(last, place);
            fieldDifferences(alert, actual.get(place), differences);
        }
        places.values()
                .forEach(rest -> rest.forEach(i -> differences.add("unexpected: " + key(actual.get(i)) + " "
                        + actual.get(i).get("output"))));
        return differences;
    }

    private static void fieldDifferences(
            Map<String, Object> expected, Map<String, @Nullable Object> actual, List<String> differences) {
        Map<?, ?> expectedFields = (Map<?, ?>) expected.get("output_fields");
        Map<?, ?> actualFields = (Map<?, ?>) actual.get("output_fields");
        TreeSet<String> names = new TreeSet<>();
        expectedFields.keySet().forEach(k -> names.add(k.toString()));
        Objects.requireNonNull(actualFields).keySet().forEach(k -> names.add(k.toString()));
        for (String name : names) {
            if (!same(expectedFields.get(name), actualFields.get(name))) {
                differences.add(key(expected) + " " + name + ": expected " + expectedFields.get(name) + ", was "
                        + actualFields.get(name));
            }
        }
        for (String name : List.of("priority", "source", "output")) {
            if (!same(expected.get(name), actual.get(name))) {
                differences.add(key(expected) + " " + name + ":\n  expected " + expected.get(name) + "\n  was      "
                        + actual.get(name));
            }
        }
        if (!new HashSet<>((List<?>) expected.get("tags"))
                .equals(new HashSet<>((List<?>) Objects.requireNonNull(actual.get("tags"))))) {
            differences.add(key(expected) + " tags: expected " + expected.get("tags") + ", was " + actual.get("tags"));
        }
    }

    private static boolean same(@Nullable Object expected, @Nullable Object actual) {
        if (expected instanceof Number && actual instanceof Number) {
            return expected.toString().equals(actual.toString());
        }
        return Objects.equals(expected, actual);
    }

    private static Object key(Map<String, ?> alert) {
        return alert.get("time") + " " + alert.get("rule");
    }

    private static Map<String, @Nullable Object> asFalco(Alert alert) {
        Instant second = Instant.ofEpochSecond(alert.timestamp() / 1_000_000_000);
        String nanos = String.format(".%09d", alert.timestamp() % 1_000_000_000);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(alert.fields());
        fields.put("evt.time", alert.timestamp());
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("time", SECOND.format(second) + nanos + "Z");
        line.put("rule", alert.ruleName());
        line.put("priority", alert.priority().label());
        line.put("source", alert.source());
        line.put("tags", alert.tags());
        line.put("output", TIME.format(second) + nanos + ": " + alert.priority().label() + " " + alert.message());
        line.put("output_fields", fields);
        return line;
    }

    /** The large capture, with the rules that are enabled by default. */
    @Test
    void theLargeCaptureGivesFalcosAlerts() throws IOException {
        RuleSet rules = RuleSet.compile(Corpus.rules(), EngineOptions.of(FalcoVersion.V0_40));
        List<String> table = new ArrayList<>();
        List<String> deviations = new ArrayList<>();
        compare(
                Replay.of(rules).withHostNames(Corpus.hostNames()),
                Shared.path("conformance/big/busy.scap"),
                Shared.path("conformance/big/busy.alerts.jsonl"),
                "busy",
                table,
                deviations);
        report("busy", table, deviations);
        assertThat(deviations).isEmpty();
    }
}
