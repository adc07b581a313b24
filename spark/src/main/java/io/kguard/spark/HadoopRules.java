// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.event.FalcoVersion;
import io.kguard.rule.FolderFiles;
import io.kguard.rule.RuleLoader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Reads rule files of the driver's machine and of other file systems.
 *
 * @param files where they are
 * @param falco the version of Falco that reads folders
 */
record HadoopRules(DriverFiles files, FalcoVersion falco) {
    /**
     * The bytes of the files at some places, by their names, in the order in which they are loaded.
     *
     * @param places files and folders
     * @throws IOException if one can't be read
     */
    Map<String, byte[]> read(List<String> places) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (String place : places) {
            for (String file : filesAt(place)) {
                contents.put(file, files.bytes(file, RuleLoader.MAX_FILE_SIZE));
            }
        }
        return contents;
    }

    /** A file itself, or those of a folder that Falco reads. */
    private List<String> filesAt(String place) throws IOException {
        Path path = files.path(place);
        List<String> names = new ArrayList<>();
        try {
            if (!files.system(path).getFileStatus(path).isDirectory()) {
                return List.of(place);
            }
            for (FileStatus status : files.system(path).listStatus(path)) {
                if (status.isFile()) {
                    names.add(status.getPath().getName());
                }
            }
        } catch (FileNotFoundException e) {
            throw DriverFiles.unreadable(place, "there is no such file", e);
        } catch (IOException e) {
            throw DriverFiles.unreadable(place, String.valueOf(e.getMessage()), e);
        }
        List<String> read = FolderFiles.read(names, falco);
        if (read.isEmpty()) {
            throw new IOException("Could not open " + place + " for reading: " + FolderFiles.emptiness(falco));
        }
        String folder = place + (place.endsWith("/") ? "" : "/");
        return read.stream().map(name -> folder + name).toList();
    }
}
