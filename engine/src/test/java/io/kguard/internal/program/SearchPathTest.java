// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchPathTest {
    @TempDir
    Path folder;

    private Path program(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    void theFirstFolderWins() throws IOException {
        Path second = program("b/git");
        SearchPath path = SearchPath.of(folder.resolve("a") + ":" + folder.resolve("b"));
        assertThat(path.find("git")).contains(second);

        Path first = program("a/git");
        assertThat(path.find("git")).contains(first);
        assertThat(SearchPath.of("").then(folder.resolve("b").toString()).find("git"))
                .contains(second);
        assertThat(path.find("runc")).isEmpty();
    }

    @Test
    void aFolderIsNoProgram() throws IOException {
        Files.createDirectories(folder.resolve("a/git"));
        assertThat(SearchPath.of(folder.resolve("a").toString()).find("git")).isEmpty();
    }

    /** Otherwise a checkout decides what runs. */
    @Test
    void theCurrentFolderIsNeverLookedInto() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        program("bin/git");
        String relative = here.relativize(folder.toAbsolutePath()).toString();
        assertThat(here.resolve(relative).resolve("bin/git")).isExecutable();
        assertThat(SearchPath.of(":.:" + relative + "/bin:").folders()).isEmpty();
    }
}
