// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Generated filters and outputs give the same results as in Falco's library. */
@Execution(CONCURRENT)
@RequiresShared
@RequiresReference
class FilterReferenceTest {
    /** The number of filters for each capture; {@code -Dkguard.captures=all -Dkguard.filters=2000} for a long run. */
    private static final String CAPTURES = System.getProperty("kguard.captures", "links_sensitive,k8s_api,host_nc2");

    /** The build generates the same filters each time. Some other seeds generate filters that crash the library. */
    private static final long SEED = 42;

    private static final int FILTERS = Integer.getInteger("kguard.filters", 150);

    static List<String> captures() throws IOException {
        if (!CAPTURES.equals("all")) {
            return Share.of(List.of(CAPTURES.split(",", -1)));
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
        long seed = Long.getLong("kguard.seed", SEED);
        Random random = new Random(seed);
        Path capture = capture(name);
        Sample sample = Sample.of(capture, random);
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
        assertThat(expected.errors().size()).isLessThan(FILTERS / 3);
        assertThat(discriminating(expected)).as("seed %d", seed).isGreaterThan(FILTERS / 5);
    }

    /** How many filters match some events and not others. The rest would prove little. */
    private static int discriminating(Evaluated result) {
        int count = 0;
        for (int i = 0; i < FILTERS; i++) {
            int matches = result.matches(i).size();
            count += matches > 0 && matches < result.rows().size() ? 1 : 0;
        }
        return count;
    }

    private static Path capture(String name) {
        return Shared.path("conformance/captures/" + name + ".scap");
    }
}
