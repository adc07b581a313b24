// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule tests that are not compiled, or were changed since, are found. */
@Tag("trust")
class RuleTestSourcesTest {
    private static final Instant COMPILED = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    Path folder;

    private Path source = Path.of("");

    @BeforeEach
    void write() throws IOException {
        source = folder.resolve("src/FaultyTests.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "class FaultyTests { @RuleTest void test() {} }");
        Files.writeString(folder.resolve("src/Other.java"), "class Other {}");
        // the class has another name than its file
        String name = "io/kguard/internal/verify/FaultyTests$Good.class";
        Path compiled = folder.resolve("classes/x.class");
        Files.createDirectories(compiled.getParent());
        Files.copy(Path.of("target/test-classes", name), compiled);
        Files.setLastModifiedTime(compiled, FileTime.from(COMPILED));
    }

    private List<Path> behind() throws IOException {
        return RuleTestSources.notCompiled(
                List.of(folder.resolve("src"), folder.resolve("none")), folder.resolve("classes"));
    }

    @Test
    void whatIsCompiledIsNotBehind() throws IOException {
        Files.setLastModifiedTime(source, FileTime.from(COMPILED));
        assertThat(behind()).isEmpty();
        Files.setLastModifiedTime(source, FileTime.from(COMPILED.minusMillis(1)));
        assertThat(behind()).isEmpty();
    }

    @Test
    void whatWasChangedSinceIs() throws IOException {
        Files.setLastModifiedTime(source, FileTime.from(COMPILED.plusMillis(1)));
        assertThat(behind()).containsExactly(source);
    }

    @Test
    void whatIsNotCompiledAtAllIs() throws IOException {
        Files.setLastModifiedTime(source, FileTime.from(COMPILED));
        Path kotlin = Files.writeString(folder.resolve("src/OtherTest.kt"), "@RuleTest fun test() {}");
        assertThat(behind()).containsExactly(kotlin);
        Files.delete(folder.resolve("classes/x.class"));
        Files.delete(folder.resolve("classes"));
        assertThat(behind()).containsExactly(source, kotlin);
    }
}
