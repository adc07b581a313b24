// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folders in which the machine's programs are looked for. A folder that depends on the current one is left out:
 * it could belong to a checkout.
 *
 * @param folders absolute, first one first
 */
public record SearchPath(List<Path> folders) {
    private static final Pattern BETWEEN = Pattern.compile(File.pathSeparator, Pattern.LITERAL);

    public SearchPath {
        folders = folders.stream().filter(Path::isAbsolute).toList();
    }

    /** That of the environment. */
    public static SearchPath ofTheMachine() {
        return of(System.getenv().getOrDefault("PATH", ""));
    }

    /** Reads it as the variable {@code PATH} has it. */
    public static SearchPath of(String variable) {
        return new SearchPath(BETWEEN.splitAsStream(variable).map(Path::of).toList());
    }

    /** This, then other folders. */
    public SearchPath then(String... others) {
        return new SearchPath(
                Stream.concat(folders.stream(), Stream.of(others).map(Path::of)).toList());
    }

    /** The first program of a name. */
    public Optional<Path> find(String program) {
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
                .findFirst();
    }
}
