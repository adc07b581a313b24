// SPDX-License-Identifier: Apache-2.0
package io.kguard.requirement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SharedTest {
    @Test
    @RequiresShared
    void findsTheDataBesideTheProject() {
        assertThat(Shared.path("conformance/captures")).isDirectory();
    }

    @Test
    void looksBesideTheOutermostPomNotBesideTheModule() {
        Path project = Shared.directory()
                .resolveSibling(Path.of("").toAbsolutePath().getParent().getFileName());
        assertThat(project.resolve("engine/pom.xml")).isRegularFile();
    }
}
