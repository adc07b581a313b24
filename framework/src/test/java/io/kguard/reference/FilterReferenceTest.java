package io.kguard.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.machine.Json;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters match, and outputs read, as Falco's library has it: those of the corpus, and generated ones. */
@RequiresShared
@RequiresReference
class FilterReferenceTest {
    /** Captures and filters for each; {@code -Dkguard.captures=all -Dkguard.filters=2000} for a long run. */
    private static final String CAPTURES = System.getProperty("kguard.captures", "links_sensitive,k8s_api,host_nc2");

    private static final int FILTERS = Integer.getInteger("kguard.filters", 300);

    static List<String> captures() throws IOException {
        if (!CAPTURES.equals("all")) {
            return List.of(CAPTURES.split(",", -1));
        }
        try (Stream<Path> files = Files.list(Shared.path("conformance/captures"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".scap"))
                    .map(name -> name.substring(0, name.length() - 5))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void generatedFiltersAndFormatsGiveWhatFalcosLibraryGives(String name) throws Exception {
        long seed = Long.getLong("kguard.seed", System.nanoTime());
        Random random = new Random(seed);
        Path capture = capture(name);
        Sample sample = Sample.of(capture, Deviations.fields(), random);
        FilterGenerator filterGenerator = new FilterGenerator(sample, random);
        FormatGenerator formatGenerator = new FormatGenerator(sample, random);
        List<String> filters = new ArrayList<>();
        List<String> formats = new ArrayList<>();
        for (int i = 0; i < FILTERS; i++) {
            filters.add(filterGenerator.filter(Math.max(0, random.nextInt(6) - 2)));
            if (i % 5 == 0) {
                formats.add(formatGenerator.format());
            }
        }
        Evaluated expected = Reference.run(capture, filters, formats);
        Evaluated actual = Kguard.run(capture, filters, formats);
        assertThat(actual.differences(expected, filters, formats))
                .as("%s with -Dkguard.seed=%d", name, seed)
                .isEmpty();
        assertThat(expected.errors().size()).isLessThan(FILTERS / 5);
        assertThat(discriminating(expected)).as("seed %d", seed).isGreaterThan(FILTERS / 5);
    }

    /** How many filters match some events and not others; the others would prove little. */
    private static int discriminating(Evaluated result) {
        int count = 0;
        for (int i = 0; i < FILTERS; i++) {
            int matches = result.matches(i).size();
            count += matches > 0 && matches < result.rows().size() ? 1 : 0;
        }
        return count;
    }

    @Test
    void theFiltersOfTheCorpusMatchWhatFalcoMatched() throws Exception {
        List<Map<?, ?>> nodes = new ArrayList<>();
        Set<String> captures = new TreeSet<>();
        for (String line : Files.readAllLines(Shared.path("conformance/filters/filters.jsonl"))) {
            Map<?, ?> node = (Map<?, ?>) Json.parse(line);
            nodes.add(node);
            ((Map<?, ?>) node.get("expected")).keySet().forEach(name -> captures.add(name.toString()));
        }
        List<String> filters =
                nodes.stream().map(node -> node.get("filter").toString()).toList();
        List<String> differences = new ArrayList<>();
        for (String name : captures) {
            Evaluated actual = Kguard.run(capture(name), filters, List.of());
            assertThat(actual.errors()).isEmpty();
            for (int i = 0; i < filters.size(); i++) {
                Map<?, ?> expected = (Map<?, ?>) ((Map<?, ?>) nodes.get(i).get("expected")).get(name);
                if (expected != null) {
                    differences.addAll(differences(filters.get(i), name, actual.matches(i), expected));
                }
            }
            for (String difference : actual.differences(Reference.run(capture(name), filters, List.of()), filters, List.of())) {
                differences.add(name + ": library: " + difference);
            }
        }
        assertThat(filters).hasSizeGreaterThanOrEqualTo(300);
        assertThat(differences).isEmpty();
    }

    private static List<String> differences(String filter, String capture, List<Long> matches, Map<?, ?> expected) {
        List<String> first = matches.stream().limit(20).map(String::valueOf).toList();
        List<String> wanted =
                ((List<?>) expected.get("first")).stream().map(String::valueOf).toList();
        String count = String.valueOf(expected.get("count"));
        return first.equals(wanted) && count.equals(String.valueOf(matches.size()))
                ? List.of()
                : List.of(capture + ": " + filter + "\n    matches " + matches.size() + " " + first + ", expected " + count
                        + " " + wanted);
    }

    private static Path capture(String name) {
        return Shared.path("conformance/captures/" + name + ".scap");
    }
}
