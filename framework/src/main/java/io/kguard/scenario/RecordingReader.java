// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.sandbox.AllowedFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the recording of a scenario, which takes the place of its steps. */
final class RecordingReader {
    static final Set<String> KEYS = YamlMapping.keys("audit", "capture", "events");

    private static final List<String> ACTS = List.of("cluster", "reactions", "pods", "peers", "steps", "effects");

    private final AllowedFolders folders;

    RecordingReader(AllowedFolders folders) {
        this.folders = folders;
    }

    static boolean isNamed(YamlMapping scenario) {
        return KEYS.stream().anyMatch(key -> scenario.get(key) != null);
    }

    /** The recording of a scenario; null if it has none, or if it is wrong. */
    @Nullable
    Recording recording(YamlMapping scenario) {
        if (!isNamed(scenario)) {
            return null;
        }
        for (String key : ACTS) {
            if (scenario.get(key) != null) {
                scenario.problem(
                        key,
                        "a scenario with recorded events has no \"" + key + "\"",
                        "leave it out: nothing is played");
            }
        }
        List<Recording.Kind> kinds = Stream.of(Recording.Kind.values())
                .filter(kind -> scenario.get(kind.toString()) != null)
                .toList();
        if (kinds.size() > 1) {
            scenario.problem(
                    kinds.get(1).toString(),
                    "a scenario has one of audit, capture and events, not several",
                    "write one scenario for each");
            return null;
        }
        Recording.Kind kind = kinds.get(0);
        Path name = scenario.path(kind.toString());
        Path file = name == null ? null : besideTheScenario(scenario, kind.toString(), name);
        return file == null ? null : new Recording(kind, file);
    }

    private @Nullable Path besideTheScenario(YamlMapping scenario, String key, Path name) {
        String scenarioFile = scenario.place().document().file();
        if (scenarioFile.contains("!")) {
            scenario.problem(key, "a scenario in a jar can't name a file", "put it into a directory");
            return null;
        }
        String refusal = folders.refusal(name.toString());
        if (!refusal.isEmpty()) {
            scenario.problem(key, refusal, folders.hint());
            return null;
        }
        Path file = Path.of(scenarioFile).resolveSibling(name);
        if (!Files.isRegularFile(file)) {
            scenario.problem(key, "there is no file " + file, "a path is relative to the scenario's own file");
            return null;
        }
        return file;
    }
}
