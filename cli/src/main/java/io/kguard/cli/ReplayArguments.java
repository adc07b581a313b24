// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import io.kguard.internal.option.FilePattern;
import io.kguard.internal.source.SourceLog;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** What the arguments of {@code kguard replay} stand for. People name recordings, in any number, and not their kinds. */
final class ReplayArguments {
    private ReplayArguments() {}

    /** The parameter that they are the values of: one capture, one log, or many of both. */
    static String parameter(List<String> arguments) {
        if (arguments.size() != 1) {
            return "captures";
        }
        String only = arguments.get(0);
        if (FilePattern.isPattern(only) && !GivenOptions.exists(only)) {
            return "captures";
        }
        try {
            Path path = Path.of(only);
            boolean list = String.valueOf(path.getFileName()).startsWith("@") && !Files.exists(path);
            return list || Files.isDirectory(path) ? "captures" : SourceLog.isByContent(path) ? "log" : "capture";
        } catch (InvalidPathException e) {
            return "capture"; // which says what is wrong with it
        }
    }
}
