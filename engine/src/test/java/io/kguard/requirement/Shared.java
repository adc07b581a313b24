// SPDX-License-Identifier: Apache-2.0
package io.kguard.requirement;

import java.nio.file.Files;
import java.nio.file.Path;

/** The test data next to the project. Tests read it there; none of it is copied into the project. */
public final class Shared {
    private Shared() {}

    /** The file or folder at a path like {@code conformance/captures}, whether it exists or not. */
    public static Path path(String relative) {
        return directory().resolve(relative);
    }

    static Path directory() {
        return projectRoot().resolveSibling("shared");
    }

    /** The folder with the outermost pom, from any working directory in the project. */
    private static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder above " + here + " has a .mvn folder: this is not the project");
    }
}
