// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users get wrong is answered with the place, the cause and what to do, before anything is played. */
class MessagesTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    static final Pattern FOR_PROGRAMMERS = Pattern.compile(
            "(?<!/dev/)\\b(null|java|IOException|\\w+Exception|NaN|errno)\\b|\\.part\\b|\\[L|@[0-9a-f]{6}");

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        Files.write(folder.resolve("cut.scap"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1});
        try (Stream<Path> files = Files.list(RESOURCES.resolve("messages"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }

    static List<String> messages() throws IOException {
        return Files.readAllLines(RESOURCES.resolve("messages.tsv")).stream()
                .filter(row -> !row.startsWith("#"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void saysWhereAndWhatToDo(String row) throws IOException {
        String[] cells = row.replace("{dir}", folder.toString()).split("\t");

        Program called = Program.run(folder, cells[0].split(" ", -1));

        assertThat(called.error().strip()).matches(pattern(cells[2]));
        assertThat(called.status()).isEqualTo(Integer.parseInt(cells[1]));
        assertThat(called.error()).doesNotContainPattern(FOR_PROGRAMMERS);
        assertThat(folder.resolve("empty")).isEmptyDirectory();
    }

    /** A message in which three dots stand for anything. */
    private static Pattern pattern(String message) {
        String[] parts = message.replace("\\n", "\n").split("\\.\\.\\.", -1);
        return Pattern.compile(
                String.join(".*", Stream.of(parts).map(Pattern::quote).toList()), Pattern.DOTALL);
    }
}
