// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kguard.internal.source.EventSources;
import io.kguard.workload.AllowedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scenario file can only use files of its own folder, unless the user allows more. */
@Tag("trust")
class AllowedFilesTest {
    private static final String POD = """
            scenario: s
            title: t
            attack: [T1609]
            pods:
              - metadata: {name: web-0, annotations: {kguard.io/image: "%s"}}
                spec: {containers: [{name: web, image: "%s"}]}
            steps:
              - exec: {pod: web-0, command: ["true"]}
            fires: [A rule]
            """;

    @TempDir
    private Path folder;

    private Path own;

    @BeforeEach
    void makeFolders() throws IOException {
        own = Files.createDirectories(folder.resolve("own/image")).getParent();
        Files.createDirectories(folder.resolve("other"));
        Files.writeString(folder.resolve("other/attack.scap"), "");
        Files.writeString(own.resolve("attack.scap"), "");
        Files.createSymbolicLink(own.resolve("link.scap"), folder.resolve("other/attack.scap"));
    }

    private ScenarioException refused(String text) throws IOException {
        Path file = Files.writeString(own.resolve("s.yaml"), text);
        ScenarioException e = catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file));
        assertThat(e).isNotNull();
        return e;
    }

    @ParameterizedTest
    @CsvSource({"rootfs:/", "rootfs:/etc", "oci:/etc:latest", "docker-archive:/etc/shadow:x", "rootfs:../other"})
    void anImageElsewhereIsRefusedWithItsPlace(String image) throws IOException {
        assertThat(refused(POD.formatted("base", image)))
                .hasMessageContaining(own.resolve("s.yaml") + ":6:")
                .hasMessageContaining("-Dkguard.allow=/folder allows another");
        assertThat(refused(POD.formatted(image, "base"))).hasMessageContaining(own.resolve("s.yaml") + ":5:");
    }

    @Test
    void anImageBesideItIsTaken() throws IOException {
        Path file = Files.writeString(own.resolve("s.yaml"), POD.formatted("base", "rootfs:image"));
        Scenario scenario = ScenarioReader.read(file).get(0);
        AllowedFolders folders = scenario.folders(AllowedFolders.defaults());
        assertThat(folders.own()).isEqualTo(own.toAbsolutePath());
        assertThat(folders.refusalOfImage("rootfs:image")).isEmpty();
        assertThat(folders.refusalOfImage("rootfs:" + Path.of("").toAbsolutePath()))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"../other/attack.scap", "/etc/shadow", "link.scap", "/dev/zero"})
    void aCaptureElsewhereIsRefusedWithItsPlace(String capture) throws IOException {
        assertThat(refused("scenario: s\ntitle: t\nattack: [T1609]\ncapture: " + capture + "\nfires: [A rule]\n"))
                .hasMessageContaining(own.resolve("s.yaml") + ":4:10: \"" + capture + "\" lies outside the folders")
                .hasMessageContaining("allowed is what lies in " + own.toRealPath());
    }

    @Test
    void whatTheUserAllowsIsTaken() throws IOException {
        Path file = Files.writeString(
                own.resolve("s.yaml"),
                "scenario: s\ntitle: t\nattack: [T1609]\ncapture: ../other/attack.scap\nfires: [A rule]\n");
        AllowedFolders granted = AllowedFolders.defaults().and(List.of(folder.resolve("other")));
        assertThat(ScenarioReader.read(file, granted, EventSources.BUILT_IN)).hasSize(1);
    }

    @Test
    void whatIsInAJarNamesNoFile() {
        ScenarioException e = catchThrowableOfType(
                ScenarioException.class,
                () -> ScenarioReader.read("/a.jar!/s.yaml", POD.formatted("base", "rootfs:image")));
        assertThat(e).hasMessageContaining("none may; -Dkguard.allow=/folder allows another");
    }
}
