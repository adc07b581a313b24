// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalProgramTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @Test
    void runsInTheRootFolderUnlessAnotherIsNamed(@TempDir Path folder) throws IOException {
        assertThat(LocalProgram.of("pwd").run(LONG)).isEqualTo(new LocalProgram.Ended(OptionalInt.of(0), "/\n"));
        assertThat(LocalProgram.of("pwd").in(folder.toRealPath()).run(LONG).output())
                .isEqualTo(folder.toRealPath() + "\n");
        assertThat(LocalProgram.of("pwd").here().run(LONG).output())
                .isEqualTo(Path.of("").toRealPath() + "\n");
    }

    @Test
    void outputHasErrorsAndWhatIsRead() throws IOException {
        LocalProgram.Ended ended =
                LocalProgram.of("sh", "-c", "cat; echo wrong >&2; exit 3").run("given\n", LONG);
        assertThat(ended).isEqualTo(new LocalProgram.Ended(OptionalInt.of(3), "given\nwrong\n"));
        assertThat(ended.isGood()).isFalse();
        assertThat(ended.failure()).isEqualTo("given\nwrong");
        assertThat(LocalProgram.of("cat").run(LONG).output()).isEmpty();
    }

    @Test
    void theEnvironmentIsThatOfTheJvmOrNone() throws IOException {
        assertThat(LocalProgram.of("env").with("KGUARD_TEST", "a").run(LONG).output())
                .contains("KGUARD_TEST=a", "PATH=");
        assertThat(LocalProgram.of("/usr/bin/env")
                        .withoutEnvironment()
                        .with("KGUARD_TEST", "b")
                        .run(LONG)
                        .output())
                .isEqualTo("KGUARD_TEST=b\n");
    }

    /** It holds the output, so that reading it from a pipe would last as long. */
    @Test
    void whatItStartedIsKilledWithIt() throws IOException {
        LocalProgram.Ended ended =
                LocalProgram.of("sh", "-c", "sleep 1000 & echo $!; wait").run(Duration.ofMillis(500));
        assertThat(ended.status()).isEmpty();
        assertThat(ended.failure()).isEqualTo("it did not end in time");
        assertThat(ProcessHandle.of(Long.parseLong(ended.output().strip())).map(ProcessHandle::onExit))
                .satisfiesAnyOf(
                        none -> assertThat(none).isEmpty(),
                        one -> assertThat(one.orElseThrow()).succeedsWithin(LONG));
    }

    @Test
    void aProgramThatAnotherProcessStillHasOpenStartsLater(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(folder.resolve("program"), "#!/bin/sh\necho started\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Process writer = LocalProgram.of("sh", "-c", "exec 3>>" + script + "; echo open; sleep 0.3")
                .start();
        assertThat(writer.getInputStream().read()).isEqualTo('o');

        Process process = LocalProgram.of(script.toString()).start();

        assertThat(process.getInputStream().readAllBytes()).asString().isEqualTo("started\n");
        writer.destroyForcibly();
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> LocalProgram.of("/nonexistent/program").run(LONG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/nonexistent/program");
    }
}
