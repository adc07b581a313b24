// SPDX-License-Identifier: Apache-2.0
package io.kguard.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whole texts that users read, in {@code src/test/resources/golden}. {@code -Dkguard.golden=accept} accepts new ones.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Golden() {}

    /** The folder of golden files. */
    public static Path folder() {
        return FOLDER;
    }

    /** Compares a text with a golden file. */
    public static void assertGolden(String actual, String name) throws IOException {
        Path file = FOLDER.resolve(name);
        String text = actual.endsWith("\n") ? actual : actual + "\n";
        if ("accept".equals(System.getProperty("kguard.golden"))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, UTF_8);
        }
        assertThat(file).exists();
        assertThat(text).isEqualTo(Files.readString(file, UTF_8));
    }
}
