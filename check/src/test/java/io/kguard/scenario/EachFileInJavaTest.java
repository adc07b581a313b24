// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.user.ScenarioInJava;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a file says, a {@link ScenarioBuilder} says too: each scenario of the catalogue and of the samples, and files that have
 * every key, are the same when they are built in Java. Places differ. What a file requires of the rules is not compared: a
 * catalogue answers it by reading the file again, and there is none to read.
 */
class EachFileInJavaTest {
    private static final Path CATALOGUE =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);
    private static final Path SAMPLES = Path.of("../sample-rules/src/kguard/scenarios");
    private static final Path EVERY_KEY = Path.of("src/test/resources/scenario");

    private static final RecursiveComparisonConfiguration BESIDES_PLACES = RecursiveComparisonConfiguration.builder()
            .withIgnoredFieldsOfTypes(Origin.class)
            .withStrictTypeChecking(true)
            .build();

    static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : List.of(CATALOGUE, SAMPLES, EVERY_KEY)) {
            files.addAll(ScenarioFolder.of(folder).files());
        }
        files.removeIf(file -> file.toString().matches(".*(\\.events|talon-rules|suite)\\.yaml"));
        return files;
    }

    @Test
    void thereAreSuchFiles() throws IOException {
        assertThat(files()).hasSizeGreaterThan(150);
    }

    @ParameterizedTest
    @MethodSource("files")
    void isTheSame(Path file) {
        List<Scenario> read = ScenarioReader.read(file);
        Scenario attack = withoutNeed(read.get(0));
        Scenario built = ScenarioInJava.of(attack);

        assertThat(built).usingRecursiveComparison(BESIDES_PLACES).isEqualTo(attack);
        for (Scenario each : read.subList(1, read.size())) {
            Scenario other = withoutNeed(each);
            assertThat(other.isTwin() ? ScenarioInJava.twin(other, built) : ScenarioInJava.of(other))
                    .usingRecursiveComparison(BESIDES_PLACES)
                    .isEqualTo(other);
        }
    }

    @Test
    void aTestOfASuiteIsTheSameButIsNeverSkipped() {
        Scenario read = ScenarioReader.read(EVERY_KEY.resolve("suite.yaml")).get(0);

        assertThat(ScenarioInJava.of(read))
                .usingRecursiveComparison(BESIDES_PLACES)
                .ignoringFields("skippable")
                .isEqualTo(read);
    }

    private static Scenario withoutNeed(Scenario read) {
        return read.needs().isEmpty() ? read : read.requiring(Requirement.NONE);
    }
}
