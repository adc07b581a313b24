// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.diagnostic.Position;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a rule is written.
 *
 * @param file the file's path, from the root of its repository if it is in that
 * @param line from 1
 * @param column from 1
 */
public record SourcePlace(String file, int line, int column) {
    /** The place of a position in a rule file, for a repository's root. */
    public static SourcePlace of(Position position, Path root) {
        Path path = Path.of(position.file()).toAbsolutePath().normalize();
        boolean inside = Files.exists(path) && path.startsWith(root);
        String file = inside ? root.relativize(path).toString() : position.file();
        return new SourcePlace(file.replace(File.separatorChar, '/'), position.line(), position.column());
    }

    /** The root of the repository that a folder is in, or the folder if it is in none. */
    public static Path root(Path folder) {
        Path start = folder.toAbsolutePath().normalize();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                return at;
            }
        }
        return start;
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
