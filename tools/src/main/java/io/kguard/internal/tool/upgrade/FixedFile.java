// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.FileToRead;
import io.kguard.internal.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A rule file before and after what has one right answer was rewritten.
 *
 * @param path the file
 * @param before its text, without a byte order mark
 * @param after its new text
 */
public record FixedFile(Path path, String before, String after) {
    private static final String MARK = "\uFEFF";

    /** The change as a unified patch. A file below the working directory is named from there on. */
    public String patch() {
        Path here = Path.of("").toAbsolutePath();
        Path named = path.startsWith(here) ? here.relativize(path) : path;
        String name = named.toString().replace('\\', '/');
        return UnifiedPatch.of(name.startsWith("/") ? name.substring(1) : name, before, after);
    }

    /**
     * Writes the new text. A byte order mark stays.
     *
     * @throws IOException if the file can't be written, or has changed since it was read
     */
    public void write() throws IOException {
        String there = Files.readString(FileToRead.of(path), UTF_8);
        String mark = there.startsWith(MARK) ? MARK : "";
        if (!there.substring(mark.length()).equals(before)) {
            throw new IOException(path + " has changed since it was read; nothing was written to it");
        }
        WholeFile.write(path, mark + after);
    }
}
