package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.scenario.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckLogTest {
    private static final CheckResult FAILED = new CheckResult(
            "one",
            Expectation.silent("A rule"),
            "k8s_audit",
            new Verdict.Failed("It fired.\n  Füße"),
            71,
            412,
            3,
            EventOrigin.CAPTURE,
            List.of("a note"));

    @TempDir
    Path folder;

    @Test
    void givesBackWhatWasAppended() throws IOException {
        Path file = folder.resolve("checks");
        CheckResult other = CheckResult.withoutSimulation("two", Expectation.fires("Another"), "no sensor");
        CheckLog.append(file, FAILED);
        CheckLog.append(file, other);

        assertThat(CheckLog.read(file)).containsExactly(FAILED, other);
    }

    @Test
    void aMissingFileHoldsNoResults() throws IOException {
        assertThat(CheckLog.read(folder.resolve("nothing"))).isEmpty();
    }

    @Test
    void aDamagedFileIsAnError() throws IOException {
        Path file = folder.resolve("checks");
        CheckLog.append(file, FAILED);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> CheckLog.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("are damaged");
    }
}
