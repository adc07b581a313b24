// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.FileToRead;
import io.kguard.internal.option.FilePattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds recordings: in files, in folders with all that is in them, by globs such as {@code captures/**}{@code /*.scap}, and by
 * lists ({@code @list.txt}, one path a line).
 */
public final class CapturePaths {
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
            addAll(place, walk(place, endings), endings, files);
        } else if (Files.exists(place)) {
            files.add(place);
        } else if (name.startsWith("@")) {
            for (Path listed : listed(place.resolveSibling(name.substring(1)))) {
                add(listed, endings, files);
            }
        } else if (FilePattern.isPattern(text)) {
            addAll(place, new FilePattern(text).everywhere(), endings, files);
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
        for (String line : new String(FileToRead.bytes(list), UTF_8).lines().toList()) {
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
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("the list " + list + " names nothing. Write one path in each line");
        }
        return paths;
    }

    private static List<Path> walk(Path folder, List<String> endings) throws IOException {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> endings.stream().anyMatch(file.toString()::endsWith))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
