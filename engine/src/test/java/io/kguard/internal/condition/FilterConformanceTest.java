// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.source.EventSources;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.yaml.snakeyaml.Yaml;

/** Filters match the same events as in Falco 0.40, interpreted and compiled. */
@Execution(CONCURRENT)
@RequiresShared
class FilterConformanceTest {
    private static final FalcoVersion VERSION = FalcoVersion.V0_40;

    /** The events of a capture that a filter matched. */
    private record Matches(List<Long> numbers) {
        Matches() {
            this(new ArrayList<>());
        }
    }

    @Test
    void threeHundredFiltersOnSixCaptures() throws IOException {
        List<String> filters = new ArrayList<>();
        List<Map<String, Map<String, Object>>> expected = new ArrayList<>();
        for (String line : Files.readAllLines(Shared.path("conformance/filters/filters.jsonl"))) {
            Map<String, Object> node = new Yaml().load(line);
            filters.add((String) node.get("filter"));
            @SuppressWarnings("unchecked") // the file has this shape
            Map<String, Map<String, Object>> captures = (Map<String, Map<String, Object>>) node.get("expected");
            expected.add(captures);
        }
        List<String> deviations = new ArrayList<>();
        Set<String> known = knownDeviations();
        Set<String> seen = new HashSet<>();
        for (String capture : Share.of(List.copyOf(new TreeSet<>(expected.get(0).keySet())))) {
            List<Matches> matches = run(filters, Shared.path("conformance/captures/" + capture + ".scap"), deviations);
            for (int i = 0; i < filters.size(); i++) {
                Map<String, Object> wanted = expected.get(i).get(capture);
                List<Long> numbers = matches.get(i).numbers();
                List<Long> first = ((List<?>) wanted.get("first"))
                        .stream().map(n -> ((Number) n).longValue()).toList();
                if (numbers.size() != ((Number) wanted.get("count")).intValue()
                        || !numbers.subList(0, Math.min(20, numbers.size())).equals(first)) {
                    if (known.contains(filters.get(i))) {
                        seen.add(filters.get(i));
                        continue;
                    }
                    deviations.add(capture + ": " + filters.get(i) + "\n  expected " + wanted + "\n  was      "
                            + numbers.size() + " " + numbers.subList(0, Math.min(20, numbers.size())));
                }
            }
        }
        assertThat(filters).hasSize(300);
        assertThat(deviations).isEmpty();
        if (Share.isWhole()) {
            assertThat(seen).as("known deviations that still deviate").isEqualTo(known);
        }
    }

    private static Set<String> knownDeviations() throws IOException {
        try (InputStream in = FilterConformanceTest.class.getResourceAsStream("filter-deviations.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.substring(0, line.indexOf('\t')))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    @Test
    void goldenFiltersOnWrittenCaptures() throws IOException {
        Map<String, String> filters = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Shared.path("falco-facts/golden/filters.tsv"))) {
            if (!line.startsWith("#")) {
                String[] columns = line.split("\t", -1);
                filters.put(columns[0], columns[1]);
            }
        }
        List<String> deviations = new ArrayList<>();
        Map<String, List<Matches>> byCapture = new HashMap<>();
        int compared = 0;
        for (String line : Files.readAllLines(Shared.path("falco-facts/golden/filters.expected.tsv"))) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] columns = line.split("\t", -1);
            List<Matches> matches = byCapture.get(columns[0]);
            if (matches == null) {
                Path capture = Shared.path("falco-facts/golden/" + columns[0] + ".scap");
                matches = run(new ArrayList<>(filters.values()), capture, deviations);
                byCapture.put(columns[0], matches);
            }
            int index = new ArrayList<>(filters.keySet()).indexOf(columns[1]);
            String actual = String.join(
                    ",",
                    matches.get(index).numbers().stream().map(String::valueOf).toList());
            compared++;
            if (!actual.equals(columns[2].replace(" ", ","))) {
                deviations.add(columns[0] + " " + columns[1] + ": expected " + columns[2] + ", was " + actual);
            }
        }
        assertThat(compared).isGreaterThan(300);
        assertThat(deviations).isEmpty();
    }

    private static List<Matches> run(List<String> filters, Path capture, List<String> deviations) throws IOException {
        TypeChecker checker = new TypeChecker(FieldCatalogue.of(VERSION));
        List<TypedCondition> conditions = filters.stream()
                .map(f -> checker.check(ConditionParser.parse(f, VERSION)))
                .toList();
        ConditionSet set = new ConditionSet(conditions);
        List<Matches> matches = new ArrayList<>();
        filters.forEach(f -> matches.add(new Matches()));
        BitSet all = new BitSet();
        all.set(0, filters.size());
        Machine machine = new Machine(VERSION);
        Event event = new Event(VERSION);
        EventContext context = new EventContext(
                event, machine, HostNames.read(Shared.path("conformance/hosts")), EventSources.BUILT_IN);
        Evaluation evaluation = new Evaluation(set, context);
        @Nullable Program[] programs = new @Nullable Program[EventTable.SIZE];
        BitSet compiled = new BitSet();
        try (ScapReader reader = ScapReader.open(capture, VERSION, machine)) {
            while (reader.next(event)) {
                if (machine.apply(event)) {
                    Program program = programs[event.code()];
                    if (program == null) {
                        program = set.program(all, context, event.code() >= 2 && event.code() != 402);
                        programs[event.code()] = program;
                    }
                    compiled.clear();
                    for (int i = program.first(evaluation); i >= 0; i = program.next(evaluation)) {
                        compiled.set(program.condition(i));
                    }
                    for (int i = 0; i < conditions.size(); i++) {
                        boolean interpreted = conditions.get(i).test(context);
                        if (interpreted) {
                            matches.get(i).numbers().add(event.number());
                        }
                        if (interpreted != compiled.get(i)) {
                            deviations.add(capture.getFileName() + " event " + event.number() + ": " + filters.get(i)
                                    + " is " + interpreted + ", but its program says " + compiled.get(i));
                        }
                    }
                }
                machine.finish(event);
            }
        }
        return matches;
    }
}
