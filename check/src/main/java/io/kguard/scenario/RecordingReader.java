// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.capture.InlineScript;
import io.kguard.event.EventSource;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.source.SourceLog;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.workload.AllowedFolders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the recording of a scenario, which takes the place of its steps. */
final class RecordingReader {
    static final Set<String> KEYS = ScenarioKeys.of("recording").names();

    private static final int MOST_EVENTS = 1000;

    private final AllowedFolders folders;
    private final EventSources sources;

    RecordingReader(AllowedFolders folders, EventSources sources) {
        this.folders = folders;
        this.sources = sources;
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
        for (String key : ScenarioKeys.SCENARIO.apart("recording")) {
            scenario.problem(
                    key, "a scenario with recorded events has no \"" + key + "\"", "leave it out: nothing is played");
        }
        List<Recording.Kind> kinds = Stream.of(Recording.Kind.values())
                .filter(kind -> scenario.get(kind.toString()) != null)
                .toList();
        if (kinds.size() > 1) {
            scenario.problem(
                    kinds.get(1).toString(),
                    "a scenario has one of audit, log, capture and events, not several",
                    "write one scenario for each");
            return null;
        }
        Recording.Kind kind = kinds.get(0);
        YamlValue value = scenario.get(kind.toString());
        if (value == null) {
            return null;
        }
        if (value.isList() && (kind == Recording.Kind.LOG || kind == Recording.Kind.AUDIT)) {
            return documents(kind, value);
        }
        if (value.isMapping() && kind == Recording.Kind.EVENTS) {
            return script(value);
        }
        Path file = FileBeside.find(value, folders);
        return file == null ? null : new Recording(kind, file);
    }

    private static Recording script(YamlValue value) {
        InlineScript script = new InlineScript(value);
        value.document().add(script.problems());
        return new Recording(Recording.Kind.EVENTS, fileOf(value), List.of(), script);
    }

    private static Path fileOf(YamlValue value) {
        return Path.of(value.document().file());
    }

    /** Events that stand in the scenario. */
    private Recording documents(Recording.Kind kind, YamlValue list) {
        EventSource only = kind == Recording.Kind.AUDIT ? EventSource.K8S_AUDIT : null;
        List<String> events = new ArrayList<>();
        for (YamlValue item : list.items(MOST_EVENTS)) {
            String json = item.json();
            String wrong = SourceLog.problem(json, sources, only);
            if (wrong.isEmpty()) {
                events.add(json);
            } else {
                item.problem(wrong, "");
            }
        }
        if (list.items(MOST_EVENTS).isEmpty()) {
            list.problem("\"" + kind + "\" has no event", "write at least one");
        }
        return new Recording(kind, fileOf(list), events, null);
    }
}
