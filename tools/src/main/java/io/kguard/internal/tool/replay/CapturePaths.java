// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds recordings: in files, in folders with all that is in them, by globs such as {@code captures/**}{@code /*.scap}, and by
 * lists ({@code @list.txt}, one path a line).
 */
public final class CapturePaths {
    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

    private CapturePaths() {}

    /**
     * The files that places name, each once. Those of a folder and of a glob are sorted by their paths.
     *
     * @param endings the endings of the files that are taken from folders, such as {@code .scap}
     * @throws IllegalArgumentException if a place has no file
     * @throws IOException if a place can't be read
     */
    public static List<Path> of(Collection<Path> places, List<String> endings) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        for (Path place : places) {
            add(place, endings, files);
        }
        return List.copyOf(files);
    }

    private static void add(Path place, List<String> endings, Set<Path> files) throws IOException {
        String text = place.toString();
        String name = String.valueOf(place.getFileName());
        if (Files.isDirectory(place)) {
            addAll(place, walk(place, file -> endings.stream().anyMatch(file.toString()::endsWith)), endings, files);
        } else if (Files.exists(place)) {
            files.add(place);
        } else if (name.startsWith("@")) {
            for (Path listed : listed(place.resolveSibling(name.substring(1)))) {
                add(listed, endings, files);
            }
        } else if (GLOB.matcher(text).find()) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + text);
            addAll(place, walk(root(place), matcher::matches), endings, files);
        } else {
            throw new IllegalArgumentException(place + " does not exist");
        }
    }

    private static void addAll(Path place, List<Path> found, List<String> endings, Set<Path> files) {
        if (found.isEmpty()) {
            throw new IllegalArgumentException(place + " has no file"
                    + (Files.isDirectory(place) ? " that ends with " + String.join(", ", endings) : ""));
        }
        files.addAll(found);
    }

    /** The paths in a list. Those that are relative start at the list's folder. */
    private static List<Path> listed(Path list) throws IOException {
        if (!Files.isRegularFile(list)) {
            throw new IllegalArgumentException("the list " + list + " does not exist");
        }
        List<Path> paths = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Path path = list.resolveSibling(line.strip());
            if (String.valueOf(path.getFileName()).startsWith("@") && !Files.exists(path)) {
                throw new IllegalArgumentException("the list " + list + " names another list, " + line.strip()
                        + ". A list has captures, folders and globs");
            }
            paths.add(path);
        }
        return paths;
    }

    /** The folder in front of the first part that is a pattern. */
    private static Path root(Path glob) {
        Path root = glob.isAbsolute() ? glob.getRoot() : Path.of("");
        for (Path part : glob) {
            if (GLOB.matcher(part.toString()).find()) {
                break;
            }
            root = root.resolve(part);
        }
        return root;
    }

    private interface Wanted {
        boolean test(Path file);
    }

    private static List<Path> walk(Path root, Wanted wanted) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> wanted.test(file) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
