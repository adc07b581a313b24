// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.ResourceTable;
import io.kguard.internal.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Folders and configuration files of the built-in images: those of a small system, with made-up content. */
final class ImageFiles {
    private ImageFiles() {}

    /** A version that changes with the content. */
    static String version() {
        return Sha256.of(rows().stream()
                .map(Arrays::toString)
                .collect(Collectors.joining())
                .getBytes(UTF_8));
    }

    private static List<String[]> rows() {
        return ResourceTable.rows(ImageFiles.class, "image-files.tsv", 3);
    }

    static void write(Path root) throws IOException {
        for (String[] row : rows()) {
            Path path = root.resolve(row[0]);
            if (row[0].endsWith("/")) {
                Files.createDirectories(path);
            } else {
                Files.createDirectories(path.getParent());
                String line = row.length > 2 ? row[2] + "\n" : "";
                Files.writeString(path, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            if (row.length > 1 && !row[1].isEmpty()) {
                Files.setAttribute(path, "unix:mode", Integer.parseInt(row[1], 8));
            }
        }
        Files.createSymbolicLink(root.resolve("var/run"), Path.of("../run"));
        Files.setAttribute(root, "unix:mode", 0755);
    }
}
