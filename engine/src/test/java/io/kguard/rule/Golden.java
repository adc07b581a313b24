// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A folder of rule files, and next to each the complete messages about it. {@code -Dgolden.accept} accepts the current
 * messages.
 */
public record Golden(String folder, String ending) {
    private static final Path RESOURCES = Path.of("src/test/resources/io/kguard");

    /** A test per file: a function of its name and content returns the messages. */
    public Stream<DynamicTest> tests(BiFunction<String, String, String> said) {
        List<Path> files;
        try (Stream<Path> all = Files.list(RESOURCES.resolve(folder))) {
            files = all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file, said)));
    }

    private void compare(Path file, BiFunction<String, String, String> said) throws IOException {
        String name = file.getFileName().toString();
        String actual = said.apply(name, Files.readString(file));
        Path expected = file.resolveSibling(name.replace(".yaml", ending));
        if (System.getProperty("golden.accept") != null) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }
}
