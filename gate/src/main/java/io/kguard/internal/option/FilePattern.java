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
 * these characters, <code>{a,b}</code> for one of these texts.
 */
public final class FilePattern {
    private static final int MAX_FILES = 100_000;
    private static final int MAX_DEPTH = 40;
    private static final String SPECIAL = "*?[{";

    private final Path written;
    private final Path start;
    private final PathMatcher matcher;

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it is none
     */
    public FilePattern(String text) {
        written = Path.of(text);
        start = start(written);
        try {
            // a path that begins with the folder that is searched, as those that are found
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + written);
        } catch (PatternSyntaxException e) {
            throw unsearchable(text, e);
        }
    }

    /** Whether a name has a special character. */
    public static boolean isPattern(String name) {
        return name.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    /**
     * The file or folder with a name; if there is none, the files that match it as a pattern, sorted by path. No link may
     * lead out of its folder.
     *
     * @throws IllegalArgumentException if it is a pattern and matches none
     */
    static List<Path> files(String written) {
        if (!isPattern(written) || Files.exists(Path.of(written))) {
            return List.of(Path.of(written));
        }
        FilePattern pattern = new FilePattern(written);
        List<Path> found;
        try {
            OwnFolder.check(pattern.start);
            found = pattern.search(MAX_DEPTH, (file, count) -> {
                OwnFolder.check(pattern.start, file);
                if (count > MAX_FILES) {
                    throw new IOException("it matches more than " + MAX_FILES + " files");
                }
            });
        } catch (IOException e) {
            throw unsearchable(written, e);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no file matches \"" + written + "\"");
        }
        return found;
    }

    /**
     * The regular files that match, however many and wherever links lead, sorted by path.
     *
     * @throws IOException if a folder can't be read
     */
    public List<Path> everywhere() throws IOException {
        return search(Integer.MAX_VALUE, (file, count) -> {}).stream()
                .filter(Files::isRegularFile)
                .toList();
    }

    private static IllegalArgumentException unsearchable(String written, Exception e) {
        return new IllegalArgumentException("\"" + written + "\" can't be searched for: " + e.getMessage(), e);
    }

    /** The folder before the first name with a special character. */
    private static Path start(Path written) {
        Path start = written.isAbsolute() ? written.getRoot() : Path.of("");
        for (Path name : written) {
            if (isPattern(name.toString())) {
                break;
            }
            start = start.resolve(name);
        }
        return start;
    }

    private interface Bound {
        void check(Path file, int count) throws IOException;
    }

    private List<Path> search(int most, Bound bound) throws IOException {
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        int names = written.getNameCount() - (start.toString().isEmpty() ? 0 : start.getNameCount());
        int depth = written.toString().contains("**") ? most : names;
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (matcher.matches(file)) {
                    found.add(file);
                    bound.check(file, found.size());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                throw e; // files in it could match
            }
        });
        return found.stream().sorted().toList();
    }
}
