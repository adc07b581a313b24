// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.yaml.YamlValue;
import io.kguard.workload.AllowedFolders;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A place in a scenario file.
 *
 * @param file the file's path or, in a jar, its URL
 * @param line from 1
 * @param column from 1
 */
@API(status = API.Status.INTERNAL)
public record Origin(String file, int line, int column) {
    static Origin of(YamlValue value) {
        return new Origin(value.document().file(), value.line(), value.column());
    }

    /** The folder of the file; empty for a scenario in a jar or in Java. */
    public Optional<Path> folder() {
        if (file.contains("!") || !file.matches("(?s).*\\.ya?ml")) {
            return Optional.empty();
        }
        Path path = Path.of(file).toAbsolutePath();
        return Files.isRegularFile(path) ? Optional.ofNullable(path.getParent()) : Optional.empty();
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }

    /** The folders from which files may be used: those that the user grants, and the folder of this file. */
    AllowedFolders folders(AllowedFolders granted) {
        if (file.contains("!")) {
            return granted.in(null); // in a jar
        }
        try {
            Path path = Path.of(file).toAbsolutePath();
            return Files.isRegularFile(path) ? granted.in(path.getParent()) : granted;
        } catch (InvalidPathException e) {
            return granted; // the name of a string
        }
    }

    /** The line of Java code that called into this package, for a scenario in Java. */
    static Origin ofCaller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(
                                frame -> !frame.getClassName().startsWith(Origin.class.getPackageName() + "."))
                        .findFirst()
                        .map(frame ->
                                new Origin(String.valueOf(frame.getFileName()), Math.max(1, frame.getLineNumber()), 1))
                        .orElseThrow());
    }
}
