// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.program.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        assertThatThrownBy(() -> FalcoProgram.find(null, null, SearchPath.of(folder.toString())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no program falco in the search path")
                .hasMessageContaining("-Dkguard.falcoImage=")
                .hasMessageContaining("-Dkguard.falcoBinary=");
        assertThatThrownBy(() -> FalcoProgram.find(folder.resolve("gone"), null, SearchPath.of("")))
                .hasMessageContaining("gone\", which is not a program");
        assertThatThrownBy(() -> FalcoProgram.find(folder, null, SearchPath.of("")))
                .hasMessageContaining("which is not a program");
    }

    @Test
    void aNameIsAFileOfTheWorkingFolderOrInTheSearchPath() throws IOException {
        Path installed = program("exit 0");
        assertThat(FalcoProgram.find(Path.of("falco"), null, SearchPath.of(folder.toString())))
                .isEqualTo(new FalcoProgram(installed, null));
        Path here = Files.createTempFile(Path.of(""), "falco-here", "");
        try {
            Files.copy(installed, folder.resolve(here), StandardCopyOption.COPY_ATTRIBUTES);
            assertThatThrownBy(() -> FalcoProgram.find(here, null, SearchPath.of(folder.toString())))
                    .hasMessageContaining("which is not a program");
            Files.setPosixFilePermissions(here, PosixFilePermissions.fromString("rwxr-xr-x"));
            assertThat(FalcoProgram.find(here, null, SearchPath.of(folder.toString())))
                    .isEqualTo(new FalcoProgram(here, null));
        } finally {
            Files.delete(here);
        }
        assertThatThrownBy(() -> FalcoProgram.find(Path.of("falco-gone"), null, SearchPath.of(folder.toString())))
                .hasMessageContaining("is \"falco-gone\", and there is no such program")
                .hasMessageContaining(
                        "neither in the working folder " + Path.of("").toAbsolutePath())
                .hasMessageEndingWith("nor in the search path");
    }

    @Test
    void theVersionIsReadFromTheProgram() throws IOException {
        Path file = program("echo 'Thu Nov 26: log'; echo 'Falco version: 0.40.0 (x86_64)'");
        assertThat(Falco.of(FalcoProgram.find(file, null, SearchPath.of(""))))
                .isEqualTo(new Falco(new FalcoProgram(file, null), "0.40.0"));
        assertThat(Falco.of(FalcoProgram.find(null, null, SearchPath.of("/nowhere:" + folder))))
                .hasToString("Falco 0.40.0");
    }

    @Test
    void aProgramThatIsNoFalcoIsRefused() throws IOException {
        Path file = program("echo 'hello 1.0'");
        assertThatThrownBy(() -> Falco.of(new FalcoProgram(file, null)))
                .hasMessageContaining("does not tell a version of Falco: hello 1.0");
    }

    @Test
    void anotherVersionIsRefused() throws IOException {
        Falco old = new Falco(new FalcoProgram(folder, null), "0.40.0");
        old.check(FalcoVersion.V0_40);
        assertThatThrownBy(() -> old.check(FalcoVersion.CURRENT))
                .hasMessageContaining("The Falco beside is 0.40.0, and kguard.falco is " + FalcoVersion.CURRENT);
    }

    @Test
    void theContainerPluginIsNeededSince041() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("usr/bin"));
        Path program = Files.createFile(bin.resolve("falco"));
        Falco falco = new Falco(new FalcoProgram(program, null), "0.45.1");
        assertThatThrownBy(() -> falco.check(FalcoVersion.V0_45))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("usr/share/falco/plugins/libcontainer.so") + " is not there")
                .hasMessageContaining("-Dkguard.falcoPlugin=");
        Path named = folder.resolve("libcontainer.so");
        Falco other = new Falco(new FalcoProgram(program, named), "0.45.1");
        assertThatThrownBy(() -> other.check(FalcoVersion.V0_45)).hasMessageContaining(named + " is not there");
        Files.createFile(named);
        other.check(FalcoVersion.V0_45);
        Path packaged = Files.createDirectories(folder.resolve("usr/share/falco/plugins"))
                .resolve("libcontainer.so");
        Files.createFile(packaged);
        assertThat(new FalcoProgram(program, null).containerPlugin()).isEqualTo(packaged.toString());
    }

    @Test
    void theConfigurationLoadsThePlugin() {
        String yaml = new FalcoSettings(List.of(), EngineOptions.of(FalcoVersion.V0_45))
                .yaml(folder, folder, "/opt/libcontainer.so");
        assertThat(yaml)
                .contains("\"load_plugins\":[\"container\"]")
                .contains("\"library_path\":\"/opt/libcontainer.so\"")
                .doesNotContain("grpc");
        assertThat(new FalcoSettings(List.of(), EngineOptions.of(FalcoVersion.V0_40)).yaml(folder, folder, null))
                .contains("grpc")
                .doesNotContain("plugins");
    }

    @Test
    void aFalcoThatFailsIsAnErrorWithItsWords() throws IOException {
        Falco falco = new Falco(new FalcoProgram(program("echo 'rules.yaml: LOAD_ERR' >&2; exit 1"), null), "0.40.0");
        assertThatThrownBy(() -> falco.judge(folder.resolve("a.scap"), SETTINGS, Duration.ofSeconds(30)))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("failed with status 1: rules.yaml: LOAD_ERR");
    }

    /** The folder in which kguard was started may be somebody else's checkout. */
    @Test
    void itDoesNotRunWhereKguardRuns() throws IOException {
        Falco falco = new Falco(new FalcoProgram(program("pwd; exit 1"), null), "0.40.0");
        assertThatThrownBy(() -> falco.judge(folder.resolve("a.scap"), SETTINGS, Duration.ofSeconds(30)))
                .hasMessageEndingWith("failed with status 1: /");
    }

    @Test
    void aFalcoThatHangsIsAnError() throws IOException {
        Falco falco = new Falco(new FalcoProgram(program("echo still here; exec sleep 600"), null), "0.40.0");
        assertThatThrownBy(() -> falco.judge(folder.resolve("a.scap"), SETTINGS, Duration.ofSeconds(5)))
                .hasMessageEndingWith("did not end within 5 s: still here");
    }

    @Test
    void theLinesAreThoseOfTheAlertsFile() throws IOException {
        // the program gets -c CONFIG; it answers with the configuration, as one line
        Falco falco = new Falco(
                new FalcoProgram(
                        program("out=$(sed 's/.*\"filename\":\"\\([^\"]*\\)\".*/\\1/' \"$2\"); cat \"$2\" >> \"$out\""),
                        null),
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
