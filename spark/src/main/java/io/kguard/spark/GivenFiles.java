// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * The files at the places that the user named: files, folders, globs, and lists ({@code @list.txt}, one place a line).
 *
 * @param files the files by their names, each once, sorted
 * @param problems the places that can't be read, and why
 */
record GivenFiles(Map<String, GivenFile> files, Map<String, String> problems) {
    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

    private static final int LONGEST_LIST = 64 << 20;

    /**
     * Looks for files.
     *
     * @param places the places, by what is there
     * @param configuration how file systems are reached
     */
    static GivenFiles at(Map<Content, List<String>> places, Configuration configuration) {
        GivenFiles given = new GivenFiles(new TreeMap<>(), new LinkedHashMap<>());
        places.forEach((content, named) -> named.forEach(place -> given.add(place, content, configuration)));
        return given;
    }

    private void add(String place, Content content, Configuration configuration) {
        try {
            Path list = list(place, configuration);
            if (list == null) {
                add(place, new Path(place), content, configuration);
            } else {
                addListed(list, content, configuration);
            }
        } catch (FileNotFoundException e) {
            problems.put(place, "it does not exist");
        } catch (IOException | IllegalArgumentException e) {
            problems.put(place, String.valueOf(e.getMessage()));
        }
    }

    /** The list that is meant by {@code @list.txt} or {@code folder/@list.txt}; null if it is no list. */
    private static @Nullable Path list(String place, Configuration configuration) throws IOException {
        if (place.startsWith("@")) {
            return new Path(place.substring(1));
        }
        Path path = new Path(place);
        boolean list = path.getName().startsWith("@")
                && !path.getFileSystem(configuration).exists(path);
        return list ? new Path(path.getParent(), path.getName().substring(1)) : null;
    }

    /** Places in a list that are relative start at the list's folder. */
    private void addListed(Path list, Content content, Configuration configuration) throws IOException {
        byte[] bytes;
        try (InputStream in = list.getFileSystem(configuration).open(list)) {
            bytes = in.readNBytes(LONGEST_LIST + 1);
        } catch (FileNotFoundException e) {
            problems.put(list.toString(), "the list does not exist");
            return;
        }
        if (bytes.length > LONGEST_LIST) {
            problems.put(list.toString(), "the list is larger than " + (LONGEST_LIST >> 20) + " MiB");
            return;
        }
        List<String> lines = new String(bytes, UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.isEmpty()) {
            problems.put(list.toString(), "the list names nothing. Write one path in each line");
        }
        for (String line : lines) {
            try {
                Path path = new Path(list.getParent(), line);
                if (path.getName().startsWith("@")
                        && !path.getFileSystem(configuration).exists(path)) {
                    problems.put(
                            path.toString(),
                            "the list " + list + " names another list. A list has files, folders and globs");
                } else {
                    add(path.toString(), path, content, configuration);
                }
            } catch (IOException | IllegalArgumentException e) {
                problems.put(line, "the list " + list + " names it: " + e.getMessage());
            }
        }
    }

    private void add(String place, Path path, Content content, Configuration configuration) throws IOException {
        FileSystem system = path.getFileSystem(configuration);
        List<FileStatus> found = new ArrayList<>();
        boolean folders = false;
        for (FileStatus match : matches(system, path)) {
            if (match.isDirectory()) {
                folders = true;
                addAll(system, match.getPath(), content, found);
            } else {
                found.add(match);
            }
        }
        if (found.isEmpty()) {
            problems.put(
                    place,
                    folders
                            ? "it has no file that ends with " + content.endings()
                            : GLOB.matcher(place).find() ? "it matches no file" : "it does not exist");
        }
        for (FileStatus file : found) {
            String name = file.getPath().toString();
            GivenFile before = files.put(name, new GivenFile(name, content, file.getLen()));
            if (before != null && before.content() != content) {
                problems.put(name, "it is given as two things, " + before.content() + " and " + content);
            }
        }
    }

    /** A file that has the characters of a pattern in its name is meant itself. */
    private static List<FileStatus> matches(FileSystem system, Path path) throws IOException {
        try {
            return List.of(system.getFileStatus(path));
        } catch (FileNotFoundException e) {
            FileStatus[] matches = GLOB.matcher(path.toString()).find() ? system.globStatus(path) : null;
            return matches == null ? List.of() : List.of(matches);
        }
    }

    private static void addAll(FileSystem system, Path folder, Content content, List<FileStatus> found)
            throws IOException {
        RemoteIterator<LocatedFileStatus> all = system.listFiles(folder, true);
        while (all.hasNext()) {
            FileStatus file = all.next();
            if (content.hasFile(file.getPath().getName())) {
                found.add(file);
            }
        }
    }
}
