// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kguard.golden.Golden;
import io.kguard.scenario.ScenarioException;
import io.kguard.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every broken suite file has its complete message next to it. */
class BrokenSuiteFileTest {
    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(Golden.folder().resolve("suite"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesEveryMistakeWithItsPlace(String file) throws IOException {
        String text = Files.readString(Golden.folder().resolve("suite").resolve(file));
        ScenarioException e = catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file, text));
        assertThat(e).as(file).isNotNull();
        Golden.assertGolden(e.getMessage(), "suite/" + file.replace(".yaml", ".txt"));
    }
}
