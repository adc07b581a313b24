// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patterns of files, as a shell has them. */
class FilePatternTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        for (String name : List.of("b.yaml", "a.yaml", "notes.txt", "team/c.yaml", "team/deep/d.yaml", "odd[1].yaml")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), "");
        }
    }

    private List<String> found(String pattern) {
        return FilePattern.files(folder + "/" + pattern).stream()
                .map(file -> folder.relativize(file).toString())
                .toList();
    }

    @Test
    void matchesAreSorted() {
        assertThat(found("?.yaml")).containsExactly("a.yaml", "b.yaml");
        assertThat(found("[bc].yaml")).containsExactly("b.yaml");
        assertThat(found("*/*.yaml")).containsExactly("team/c.yaml");
        assertThat(found("{a,team/c}.yaml")).containsExactly("a.yaml", "team/c.yaml");
        assertThat(found("**.yaml"))
                .containsExactly("a.yaml", "b.yaml", "odd[1].yaml", "team/c.yaml", "team/deep/d.yaml");
    }

    @Test
    void aFolderMatches() {
        assertThat(found("t*m")).containsExactly("team");
    }

    @Test
    void whatIsThereIsNoPattern() {
        assertThat(found("odd[1].yaml")).containsExactly("odd[1].yaml");
    }

    @Test
    void aBackslashMakesACharacterOrdinary() throws IOException {
        Files.writeString(folder.resolve("odd{1}.yaml"), "");
        assertThat(found("o*\\{1}.yaml")).containsExactly("odd{1}.yaml");
    }

    /** Files that are named to be read alone, such as captures, may lie anywhere. */
    @Test
    void everywhereAreOnlyRegularFilesAlsoBehindLinks(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("e.yaml"), "");
        Files.createSymbolicLink(folder.resolve("there"), elsewhere);

        assertThat(new FilePattern(folder + "/t*").everywhere()).isEmpty();
        assertThat(new FilePattern(folder + "/t*/*.yaml").everywhere())
                .containsExactly(folder.resolve("team/c.yaml"), folder.resolve("there/e.yaml"));
        assertThatThrownBy(() -> found("t*/*.yaml")).hasMessageContaining("outside the folder of the link");
    }

    /** Its absence is told by the one who reads it. */
    @Test
    void aNameWithoutSpecialCharactersIsTakenAsItIs() {
        assertThat(found("none.yaml")).containsExactly("none.yaml");
    }

    @Test
    void whatMatchesNothingIsWrong() {
        assertThatThrownBy(() -> found("*.yml")).hasMessage("no file matches \"" + folder + "/*.yml\"");
        assertThatThrownBy(() -> found("none/*.yaml")).hasMessageStartingWith("no file matches");
        assertThatThrownBy(() -> found("[b.yaml")).hasMessageContaining("can't be searched for");
        assertThatThrownBy(() -> found("{b.yaml")).hasMessageContaining("can't be searched for");
    }
}
