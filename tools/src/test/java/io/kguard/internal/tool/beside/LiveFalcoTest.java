// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a watching Falco says counts only between canaries, and only if it lost nothing. The program here is a stand-in. */
class LiveFalcoTest {
    private static final FalcoSettings SETTINGS = new FalcoSettings(
            List.of(Path.of("/rules/a.yaml")),
            EngineOptions.of(FalcoVersion.V0_45).with(Selection.disableTag("maturity_sandbox")));
    private static final LiveSettings CONTAINERS = new LiveSettings("cri", Path.of("/run/cri.sock"));
    private static final LiveFalco.Patience PATIENCE =
            new LiveFalco.Patience(Duration.ofSeconds(60), Duration.ofSeconds(30));
    private static final String DROP = "{\"rule\":\"Falco internal: syscall event drop\",\"priority\":\"Debug\","
            + "\"time\":\"NOW\",\"output\":\"Falco internal: syscall event drop. 7 system calls dropped in last second.\"}";

    @TempDir
    private Path folder;

    @Test
    void alertsBetweenTwoCanariesAreOfThatTime() throws IOException {
        try (LiveFalco falco = start(0)) {
            say(next(falco, 1), "{\"rule\":\"Before\",\"time\":\"NOW\",\"output\":\"\"}");
            say(next(falco, 2), "{\"rule\":\"Within\",\"time\":\"NOW\",\"output\":\"\"}");
            say(next(falco, 3), "{\"rule\":\"After\",\"time\":\"NOW\",\"output\":\"\"}");

            LiveFalco.Window window = falco.end(falco.begin());
            falco.mark();
            falco.finish();

            assertThat(window.lines()).singleElement().asString().contains("Within");
            assertThat(window.end()).isGreaterThan(window.begin());
            assertThat(falco.doubts(window)).isEmpty();
        }
    }

    @Test
    void aFalcoThatNeverAnswersDoesNotWatch() throws IOException {
        for (int number = 1; number < 200; number++) {
            say(number, "deaf");
        }
        FalcoProgram program = StandInProgram.in(folder, 0);
        LiveFalco.Patience little = new LiveFalco.Patience(Duration.ofSeconds(3), Duration.ofSeconds(1));
        assertThatThrownBy(() -> LiveFalco.start(program, SETTINGS, CONTAINERS, little))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("it did not watch: the alert of kguard's canary did not come within 3 s");
    }

    @Test
    void aFalcoThatFailsIsAnErrorWithItsWords() throws IOException {
        Path file = Files.writeString(folder.resolve("failing"), "#!/bin/sh\necho 'rules: LOAD_ERR' >&2; exit 1\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        FalcoProgram program = new FalcoProgram(file, Files.createFile(folder.resolve("libcontainer.so")));
        assertThatThrownBy(() -> LiveFalco.start(program, SETTINGS, CONTAINERS, PATIENCE))
                .hasMessage("it did not watch: it ended: rules: LOAD_ERR");
    }

    @Test
    void aCanaryThatDoesNotComeLeavesTheTimeInDoubt() throws IOException {
        LiveFalco.Patience little = new LiveFalco.Patience(Duration.ofSeconds(60), Duration.ofSeconds(5));
        try (LiveFalco falco = LiveFalco.start(StandInProgram.in(folder, 0), SETTINGS, CONTAINERS, little)) {
            long begin = falco.begin();
            say(next(falco, 1), "deaf");
            assertThatThrownBy(() -> falco.end(begin))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Falco did not say that it has judged all");
        }
    }

    @Test
    void aFalcoThatEndsLeavesTheTimeInDoubt() throws IOException {
        try (LiveFalco falco = start(0)) {
            LiveFalco.Window before = falco.end(falco.begin());
            say(next(falco, 1), "end");
            assertThatThrownBy(falco::begin)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("it ended: the probe was detached");
            assertThatThrownBy(falco::finish).isInstanceOf(IOException.class);
            assertThat(falco.doubts(before)).contains("Falco ended before it said whether it lost events");
        }
    }

    @Test
    void eventsThatWereLostLeaveTheirTimeInDoubt() throws IOException {
        try (LiveFalco falco = start(1)) {
            LiveFalco.Window before = falco.end(falco.begin());
            while (falco.mark() <= before.end() + 1_000_000_000L) {
                assertThat(falco.doubts(before)).isNotEmpty(); // not known yet
            }
            say(next(falco, 2), DROP);
            LiveFalco.Window lossy = falco.end(falco.begin());
            falco.finish();
            assertThat(falco.doubts(lossy)).singleElement().asString().contains("7 system calls dropped");
            assertThat(falco.doubts(before)).isEmpty();
        }
    }

    @Test
    void aLossThatIsToldAfterwardsIsOfTheSecondBefore() throws IOException {
        try (LiveFalco falco = start(1)) {
            LiveFalco.Window lossy = falco.end(falco.begin());
            say(next(falco, 1), DROP);
            LiveFalco.Window next = falco.end(falco.begin());
            falco.finish();
            assertThat(falco.doubts(lossy)).singleElement().asString().contains("7 system calls dropped");
            assertThat(falco.doubts(next)).isEmpty();
        }
    }

    @Test
    void lossesThatWereNotToldAreAnError() throws IOException {
        try (LiveFalco falco = start(2)) {
            falco.end(falco.begin());
            assertThatThrownBy(falco::finish)
                    .hasMessageStartingWith("Falco lost events 2 times, and told 0 times when");
        }
    }

    @Test
    void aLineThatIsNoAlertIsADoubt() throws IOException {
        try (LiveFalco falco = start(0)) {
            say(next(falco, 2), "{\"rule\":");
            long begin = falco.begin();
            assertThatThrownBy(() -> falco.end(begin)).hasMessageContaining("it wrote a line that is no alert");
        }
    }

    @Test
    void theConfigurationWatchesTheKernel() throws IOException {
        FalcoProgram program = StandInProgram.in(folder, 0);
        assertThat(SETTINGS.withCanary(Path.of("/tmp/canary.yaml"), "canary").yaml(CONTAINERS, program))
                .contains("\"kind\":\"modern_ebpf\"")
                .contains("\"rules_files\":[\"/rules/a.yaml\",\"/tmp/canary.yaml\"]")
                .contains("{\"enable\":{\"rule\":\"canary\"}}]")
                .contains("\"threshold\":0,\"actions\":[\"alert\"]")
                .contains("\"extra_fields\":[\"container.id\",\"container.name\",\"proc.exepath\"]")
                .contains("\"cri\":{\"enabled\":true,\"sockets\":[\"/run/cri.sock\"]")
                .contains("\"docker\":{\"enabled\":false}")
                .contains("\"library_path\":\"" + folder.resolve("libcontainer.so"));
        FalcoSettings old = new FalcoSettings(List.of(), EngineOptions.of(FalcoVersion.V0_40));
        assertThat(old.yaml(CONTAINERS, program))
                .contains("\"container_engines\":{\"docker\":{\"enabled\":false}")
                .doesNotContain("plugins");
    }

    private LiveFalco start(int drops) throws IOException {
        return LiveFalco.start(StandInProgram.in(folder, drops), SETTINGS, CONTAINERS, PATIENCE);
    }

    private static int next(LiveFalco falco, int later) {
        return falco.acts() + later;
    }

    /** What it says before a canary's alert. */
    private void say(int number, String line) throws IOException {
        Files.writeString(folder.resolve(String.valueOf(number)), line + "\n");
    }
}
