// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Hidden files of a checkout, in which tools keep credentials. A folder of the checkout that a pod has as its root must not
 * have them.
 */
final class HiddenFiles {
    private static final String OF_DOCKER = ".dockerenv";

    private HiddenFiles() {}

    /**
     * A hidden file or folder at the top of a folder, or one of git or with environment variables anywhere below it; null
     * if there is none.
     */
    static @Nullable Path in(Path folder) throws IOException {
        Path[] found = new Path[1];
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return directory.equals(folder) ? FileVisitResult.CONTINUE : visitFile(directory, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                boolean top = folder.equals(file.getParent());
                if (isHidden(String.valueOf(file.getFileName()), top)) {
                    found[0] = folder.relativize(file);
                    return FileVisitResult.TERMINATE;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found[0];
    }

    private static boolean isHidden(String name, boolean top) {
        return name.equals(".git")
                || name.equals(".env")
                || name.startsWith(".env.")
                || top && name.startsWith(".") && !name.equals(OF_DOCKER);
    }
}
