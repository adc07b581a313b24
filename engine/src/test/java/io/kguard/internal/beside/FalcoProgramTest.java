// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Falco that is missing, of another version, broken or stuck is said, and never agrees. */
class FalcoProgramTest {
    private static final FalcoSettings SETTINGS = new FalcoSettings(
            List.of(Path.of("/rules/a.yaml"), Path.of("/rules/b")),
            EngineOptions.of(FalcoVersion.V0_40)
                    .withMatching(Matching.ALL)
                    .with(Selection.disableTag("maturity_sandbox")));

    @TempDir
    private Path folder;

    @Test
    void aMissingFalcoIsSaidWithTheWayToGetOne() {
        assertThatThrownBy(() -> FalcoProgram.find(null, folder.toString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no program falco in the search path")
                .hasMessageContaining("-Dkguard.falcoImage=")
                .hasMessageContaining("-Dkguard.falcoBinary=");
        assertThatThrownBy(() -> FalcoProgram.find(folder.resolve("gone"), ""))
                .hasMessageContaining("gone\", which is not a program");
        assertThatThrownBy(() -> FalcoProgram.find(folder, "")).hasMessageContaining("which is not a program");
    }

    @Test
    void theVersionIsReadFromTheProgram() throws IOException {
        Path file = program("echo 'Thu Nov 26: log'; echo 'Falco version: 0.40.0 (x86_64)'");
        assertThat(Falco.of(FalcoProgram.find(file, ""))).isEqualTo(new Falco(new FalcoProgram(file), "0.40.0"));
        assertThat(Falco.of(FalcoProgram.find(null, "/nowhere:" + folder))).hasToString("Falco 0.40.0");
    }

    @Test
    void aProgramThatIsNoFalcoIsRefused() throws IOException {
        Path file = program("echo 'hello 1.0'");
        assertThatThrownBy(() -> Falco.of(new FalcoProgram(file)))
                .hasMessageContaining("does not tell a version of Falco: hello 1.0");
    }

    @Test
    void anotherVersionIsRefused() {
        Falco old = new Falco(new FalcoProgram(folder), "0.40.0");
        old.check(FalcoVersion.V0_40);
        assertThatThrownBy(() -> old.check(FalcoVersion.CURRENT))
                .hasMessageContaining("The Falco beside is 0.40.0, and kguard.falco is " + FalcoVersion.CURRENT);
        assertThatThrownBy(() ->
                        new Falco(new FalcoProgram(folder), FalcoVersion.CURRENT + ".1").check(FalcoVersion.CURRENT))
                .hasMessageContaining("works with Falco 0.40");
    }

    @Test
    void aFalcoThatFailsIsAnErrorWithItsWords() throws IOException {
        Falco falco = new Falco(new FalcoProgram(program("echo 'rules.yaml: LOAD_ERR' >&2; exit 1")), "0.40.0");
        assertThatThrownBy(() -> falco.judge(folder.resolve("a.scap"), SETTINGS, Duration.ofSeconds(30)))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("failed with status 1: rules.yaml: LOAD_ERR");
    }

    @Test
    void aFalcoThatHangsIsAnError() throws IOException {
        Falco falco = new Falco(new FalcoProgram(program("echo still here; exec sleep 600")), "0.40.0");
        assertThatThrownBy(() -> falco.judge(folder.resolve("a.scap"), SETTINGS, Duration.ofSeconds(1)))
                .hasMessageEndingWith("did not end within 1 s: still here");
    }

    @Test
    void theLinesAreThoseOfTheAlertsFile() throws IOException {
        // the program gets -c CONFIG; it answers with the configuration, as one line
        Falco falco = new Falco(
                new FalcoProgram(program(
                        "out=$(sed 's/.*\"filename\":\"\\([^\"]*\\)\".*/\\1/' \"$2\"); cat \"$2\" >> \"$out\"")),
                "0.40.0");
        List<String> lines = falco.judge(folder.resolve("a.scap"), SETTINGS, Duration.ofSeconds(30));
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .contains("\"rules_files\":[\"/rules/a.yaml\",\"/rules/b\"]")
                .contains("\"rules\":[{\"disable\":{\"tag\":\"maturity_sandbox\"}}]")
                .contains("\"rule_matching\":\"all\"")
                .contains("\"priority\":\"debug\"")
                .contains("\"capture_file\":\"" + folder.resolve("a.scap") + "\"");
    }

    private Path program(String script) throws IOException {
        Path file = folder.resolve("falco");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
