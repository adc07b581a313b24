// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The captures at the places that the user named.
 *
 * @param captures their names, each once, sorted
 * @param problems the places and files that can't be read, and why
 */
record CaptureFiles(Set<String> captures, Map<String, String> problems) {
    /** The endings of the files that are taken from folders. */
    private static final List<String> ENDINGS = List.of(".scap", ".scap.gz");

    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

    /** What Hadoop takes for more than a name in a list of paths. */
    private static final Pattern SPECIAL = Pattern.compile("[,*?\\[\\]{}\\\\]");

    /**
     * Looks for captures.
     *
     * @param places files, folders and globs
     * @param configuration how file systems are reached
     */
    static CaptureFiles at(Collection<String> places, Configuration configuration) {
        CaptureFiles files = new CaptureFiles(new TreeSet<>(), new LinkedHashMap<>());
        for (String place : places) {
            try {
                files.add(place, configuration);
            } catch (FileNotFoundException e) {
                files.problems.put(place, "it does not exist");
            } catch (IOException | IllegalArgumentException e) {
                files.problems.put(place, String.valueOf(e.getMessage()));
            }
        }
        return files;
    }

    private void add(String place, Configuration configuration) throws IOException {
        Path path = new Path(place);
        FileSystem system = path.getFileSystem(configuration);
        FileStatus[] matches = system.globStatus(path);
        if (matches == null || matches.length == 0) {
            problems.put(place, GLOB.matcher(place).find() ? "it matches no file" : "it does not exist");
            return;
        }
        List<Path> found = new ArrayList<>();
        for (FileStatus match : matches) {
            if (match.isDirectory()) {
                addAll(system, match.getPath(), found);
            } else {
                found.add(match.getPath());
            }
        }
        if (found.isEmpty()) {
            problems.put(place, "it has no file that ends with " + String.join(", ", ENDINGS));
        }
        found.forEach(this::add);
    }

    private static void addAll(FileSystem system, Path folder, List<Path> found) throws IOException {
        RemoteIterator<LocatedFileStatus> files = system.listFiles(folder, true);
        while (files.hasNext()) {
            Path file = files.next().getPath();
            if (ENDINGS.stream().anyMatch(file.getName()::endsWith)) {
                found.add(file);
            }
        }
    }

    private void add(Path file) {
        String name = file.toString();
        if (file.getName().startsWith("_") || file.getName().startsWith(".")) {
            problems.put(name, "Hadoop passes over names that begin with _ or a dot; rename it");
        } else if (SPECIAL.matcher(name).find()) {
            problems.put(name, "Hadoop takes , * ? [ ] { } and \\ in a name for a pattern; rename it");
        } else {
            captures.add(name);
        }
    }
}
