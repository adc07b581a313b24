// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.rule.source.FolderFiles;
import io.kguard.rule.RuleLoader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads rule files of the driver's machine and of other file systems.
 *
 * @param configuration how other file systems are reached
 * @param falco the version of Falco that reads folders
 */
record HadoopRules(Configuration configuration, FalcoVersion falco) {
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:.*");

    /**
     * The bytes of the files at some places, by their names, in the order in which they are loaded.
     *
     * @param places files and folders; those without a scheme are of the driver's machine
     * @throws IOException if one can't be read
     */
    Map<String, byte[]> read(List<String> places) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String place : places) {
            Path path = SCHEME.matcher(place).matches()
                    ? new Path(place)
                    : new Path(java.nio.file.Path.of(place).toAbsolutePath().toUri());
            try {
                FileSystem system = path.getFileSystem(configuration);
                if (system.getFileStatus(path).isDirectory()) {
                    readFolder(system, path, place, files);
                } else {
                    files.put(place, bytes(system, path));
                }
            } catch (FileNotFoundException e) {
                throw unreadable(place, "there is no such file", e);
            } catch (IOException e) {
                throw unreadable(place, String.valueOf(e.getMessage()), e);
            }
        }
        return files;
    }

    private void readFolder(FileSystem system, Path folder, String place, Map<String, byte[]> files)
            throws IOException {
        Map<String, Path> byName = new HashMap<>();
        for (FileStatus status : system.listStatus(folder)) {
            if (status.isFile()) {
                byName.put(status.getPath().getName(), status.getPath());
            }
        }
        List<String> names = FolderFiles.read(byName.keySet(), falco);
        if (names.isEmpty()) {
            throw new IOException(FolderFiles.emptiness(falco));
        }
        for (String name : names) {
            files.put(
                    place + (place.endsWith("/") ? "" : "/") + name,
                    bytes(system, Objects.requireNonNull(byName.get(name))));
        }
    }

    /** The bytes of a file, or of a longer one so many that it is refused. */
    private static byte[] bytes(FileSystem system, Path path) throws IOException {
        try (InputStream in = system.open(path)) {
            return in.readNBytes(RuleLoader.MAX_FILE_SIZE + 1);
        }
    }

    private static IOException unreadable(String place, String why, IOException cause) {
        return new IOException("Could not open " + place + " for reading: " + why, cause);
    }
}
