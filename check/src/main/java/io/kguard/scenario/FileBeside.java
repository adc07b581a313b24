// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.yaml.YamlValue;
import io.kguard.workload.AllowedFolders;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that a scenario names: beside its own, or in a folder that the user grants. */
final class FileBeside {
    private FileBeside() {}

    /** The file that a value names; null, and a problem, if the scenario may not use it or there is none. */
    static @Nullable Path find(YamlValue value, AllowedFolders folders) {
        String text = value.text();
        if (text == null) {
            return null;
        }
        Path name;
        try {
            name = Path.of(text);
        } catch (InvalidPathException e) {
            value.problem("\"" + value.key() + "\" can't be a path on this machine: " + e.getReason(), "");
            return null;
        }
        String scenarioFile = value.document().file();
        if (scenarioFile.contains("!")) {
            value.problem("a scenario in a jar can't name a file", "put it into a directory");
            return null;
        }
        String refusal = folders.refusal(text);
        if (!refusal.isEmpty()) {
            value.problem(refusal, folders.hint());
            return null;
        }
        Path file = Path.of(scenarioFile).resolveSibling(name);
        if (!Files.isRegularFile(file)) {
            value.problem("there is no file " + file, "a path is relative to the scenario's own file");
            return null;
        }
        return file;
    }
}
