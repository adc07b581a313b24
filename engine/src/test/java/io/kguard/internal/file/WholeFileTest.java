// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kguard writes is whole, and never lands where a link leads. */
@Tag("trust")
class WholeFileTest {
    @TempDir
    private Path folder;

    private Path project;
    private Path precious;

    @BeforeEach
    void theyAre() throws IOException {
        project = Files.createDirectory(folder.toRealPath().resolve("project"));
        precious = Files.writeString(project.resolveSibling("precious"), "precious");
    }

    @Test
    void aLinkIsReplacedAndNotFollowed() throws IOException {
        Path sarif = Files.createSymbolicLink(project.resolve("lint.sarif"), precious);
        Path capture = Files.createSymbolicLink(project.resolve("a.scap"), precious);

        WholeFile.write(sarif, "report");
        try (OutputStream out = WholeFile.create(capture)) {
            out.write(1);
        }

        assertThat(sarif).isRegularFile().hasContent("report");
        assertThat(Files.isSymbolicLink(sarif)).isFalse();
        assertThat(capture).isRegularFile().hasBinaryContent(new byte[] {1});
        assertThat(precious).hasContent("precious");
    }

    @Test
    void aFolderThatIsALinkOutIsRefused() throws IOException {
        Path reports = Files.createSymbolicLink(project.resolve("target"), folder);

        assertThatThrownBy(() -> WholeFile.write(reports.resolve("precious"), "report"))
                .isInstanceOf(OwnFolder.LeftException.class);
        assertThat(precious).hasContent("precious");
    }

    @Test
    void aFileIsWrittenWholeOrNotAtAll() throws IOException {
        Path file = Files.writeString(project.resolve("history"), "old");

        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write("half".getBytes(UTF_8));
                    throw new IOException("no space left");
                }))
                .hasMessage("no space left");

        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("history");
    }

    /** A disk that is full after the first file must not leave a green report beside a cut one. */
    @Test
    void filesOfOneRunAreReplacedTogetherOrNotAtAll() throws IOException {
        WholeFile.writeTexts(project.resolve("reports"), Map.of("a.xml", "green", "b.html", "<p>"));
        assertThat(project.resolve("reports/a.xml")).hasContent("green");

        Files.writeString(project.resolve("a.xml"), "old");
        assertThatThrownBy(() -> WholeFile.writeTexts(
                        project, Map.of("a.xml", "green", "x".repeat(300), "a name that no file system takes")))
                .isInstanceOf(IOException.class);
        assertThat(project.resolve("a.xml")).hasContent("old");
        assertThat(names()).containsExactlyInAnyOrder("a.xml", "reports");
    }

    @Test
    void aFileThatCantBeReplacedLeavesNoOther() throws IOException {
        Files.createDirectories(project.resolve("b.html/taken"));
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("a.xml", "green");
        texts.put("b.html", "<p>");

        assertThatThrownBy(() -> WholeFile.writeTexts(project, texts)).isInstanceOf(IOException.class);

        assertThat(names()).containsExactly("b.html");
    }

    @Test
    void aDeviceIsWrittenTo() throws IOException {
        WholeFile.write(Path.of("/dev/null"), "text");
        try (OutputStream out = WholeFile.create(Path.of("/dev/null"))) {
            out.write(1);
        }

        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(project)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
