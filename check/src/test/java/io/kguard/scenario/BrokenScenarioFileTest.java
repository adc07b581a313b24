// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kguard.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every broken file has its complete message next to it. */
class BrokenScenarioFileTest {

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(Golden.folder().resolve("scenario"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesEveryMistakeWithItsPlace(String file) throws IOException {
        String text = Files.readString(Golden.folder().resolve("scenario").resolve(file));
        ScenarioException e = catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file, text));
        assertThat(e).as(file).isNotNull();
        Golden.assertGolden(e.getMessage(), "scenario/" + file.replace(".yaml", ".txt"));
    }

    @Test
    void aHugeFileIsRefusedUnread(@org.junit.jupiter.api.io.TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("huge.yaml"), new byte[300 << 10]);
        ScenarioException e = catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file));
        assertThat(e).hasMessage(file + ":1:1: the file is larger than 256 KiB\n  no scenario may be larger");
    }

    @Test
    void nestingIsBounded() {
        String text = "scenario: " + "[".repeat(5000) + "]".repeat(5000);
        ScenarioException e = catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read("deep", text));
        assertThat(e).hasMessageContaining("deep:1:").hasMessageContaining("Nesting Depth");
    }

    @Test
    void aliasesAreBounded() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            text.append("a").append(i).append(": &a").append(i).append(" [");
            text.append(("*a" + (i - 1) + ", ").repeat(9)).append("x]\n");
        }
        ScenarioException e =
                catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read("bomb", text.toString()));
        assertThat(e.getMessage()).startsWith("bomb:").contains("aliases");
    }

    @Test
    void aNodeThatContainsItselfIsRefused() {
        ScenarioException e =
                catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read("loop", "scenario: &a [*a]\n"));
        assertThat(e.getMessage()).contains("nested more than 40 levels");
    }
}
