// SPDX-License-Identifier: Apache-2.0
package io.kguard.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeds of fuzzing and inputs that it found: none ends in an exception that its reader does not document. */
@Tag("trust")
class FoundInputsTest {
    private static final Path INPUTS = Path.of("src/test/resources/fuzz");

    static List<Arguments> inputs() throws IOException {
        List<Arguments> inputs = new ArrayList<>();
        for (Reader reader : Reader.values()) {
            try (Stream<Path> files = Files.list(INPUTS.resolve(reader.name().toLowerCase(Locale.ROOT)))) {
                files.sorted().forEach(file -> inputs.add(Arguments.of(reader, file)));
            }
        }
        return inputs;
    }

    /** If a seed does not pass the first check, fuzzing does not get any further either. */
    @ParameterizedTest
    @MethodSource("inputs")
    void aSeedIsTaken(Reader reader, Path input) throws IOException {
        if (!input.getFileName().toString().startsWith("found-")) {
            assertThat(reader.read(Files.readAllBytes(input))).as("%s", input).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    @Timeout(300)
    void endsInAMessageOrInNothing(Reader reader, Path input) throws IOException {
        byte[] bytes = Files.readAllBytes(input);
        assertThat(bytes).isNotEmpty();
        assertThatCode(() -> reader.read(bytes)).doesNotThrowAnyException();
    }
}
