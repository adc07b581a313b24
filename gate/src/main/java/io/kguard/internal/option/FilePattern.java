// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.option;

import io.kguard.internal.file.OwnFolder;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of files: {@code *} and {@code ?} stand for characters of a name, {@code **} also for folders, {@code [ab]} for one of
 * these characters.
 */
final class FilePattern {
    private static final int MAX_FILES = 100_000;
    private static final int MAX_DEPTH = 40;
    private static final String SPECIAL = "*?[";

    private FilePattern() {}

    /**
     * The file or folder with a name; if there is none, the files that match it as a pattern, sorted by path.
     *
     * @throws IllegalArgumentException if it is a pattern and matches none
     */
    static List<Path> files(String written) {
        if (!isPattern(written) || Files.exists(Path.of(written))) {
            return List.of(Path.of(written));
        }
        Path start = start(written);
        List<Path> found = new ArrayList<>();
        try {
            // a path that begins with the folder that is searched, as those that are found
            PathMatcher matcher = FileSystems.getDefault()
                    .getPathMatcher("glob:" + Path.of(written).toString().replace("{", "\\{"));
            OwnFolder.check(start);
            if (Files.isDirectory(start)) {
                search(start, written.contains("**") ? MAX_DEPTH : depth(written, start), matcher, found);
            }
        } catch (PatternSyntaxException | IOException e) {
            throw new IllegalArgumentException("\"" + written + "\" can't be searched for: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no file matches \"" + written + "\"");
        }
        return found.stream().sorted().toList();
    }

    private static boolean isPattern(String written) {
        return written.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    /** The folder before the first name with a special character. */
    private static Path start(String written) {
        Path path = Path.of(written);
        Path start = path.isAbsolute() ? path.getRoot() : Path.of("");
        for (Path name : path) {
            if (isPattern(name.toString())) {
                break;
            }
            start = start.resolve(name);
        }
        return start;
    }

    private static int depth(String written, Path start) {
        return Path.of(written).getNameCount() - (start.toString().isEmpty() ? 0 : start.getNameCount());
    }

    private static void search(Path start, int depth, PathMatcher matcher, List<Path> found) throws IOException {
        Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (matcher.matches(file)) {
                    OwnFolder.check(start, file);
                    found.add(file);
                }
                if (found.size() > MAX_FILES) {
                    throw new IOException("it matches more than " + MAX_FILES + " files");
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                throw e; // files in it could match
            }
        });
    }
}
