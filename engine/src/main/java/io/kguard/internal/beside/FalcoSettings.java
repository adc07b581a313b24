// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.beside;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Falco evaluates.
 *
 * @param rules rule files and folders, in the order in which they are loaded
 * @param options how rules are evaluated
 */
public record FalcoSettings(List<Path> rules, EngineOptions options) {
    public FalcoSettings {
        rules = List.copyOf(rules);
    }

    /**
     * A {@code falco.yaml} that replays a capture. It is written as JSON, which is YAML too.
     *
     * @param alerts the file to which Falco appends its alerts
     * @param plugin the library of the container plugin; null without one
     */
    String yaml(Path capture, Path alerts, @Nullable String plugin) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(
                "rules_files",
                rules.stream().map(path -> path.toAbsolutePath().toString()).toList());
        config.put(
                "rules",
                options.selections().stream().map(FalcoSettings::selection).toList());
        config.put("rule_matching", options.matching() == Matching.FIRST ? "first" : "all");
        config.put("priority", options.minimum().label().toLowerCase(Locale.ROOT));
        config.put("engine", Map.of("kind", "replay", "replay", Map.of("capture_file", capture.toString())));
        config.put("json_output", true);
        config.put("json_include_output_property", true);
        config.put("json_include_tags_property", true);
        config.put("time_format_iso_8601", false);
        config.put("watch_config_files", false);
        config.put("buffered_outputs", false);
        config.put("log_stderr", true);
        config.put("log_syslog", false);
        config.put("log_level", "error");
        config.put("file_output", Map.of("enabled", true, "keep_alive", true, "filename", alerts.toString()));
        for (String channel : List.of("stdout_output", "syslog_output", "http_output", "webserver")) {
            config.put(channel, Map.of("enabled", false));
        }
        if (!options.version().atLeast(FalcoVersion.V0_44)) {
            config.put("grpc_output", Map.of("enabled", false));
            config.put("grpc", Map.of("enabled", false));
        }
        if (plugin != null) {
            config.put("load_plugins", List.of("container"));
            config.put("plugins", List.of(Map.of("name", "container", "library_path", plugin)));
        }
        return JsonWriter.compact().tree(config).json();
    }

    private static Map<String, Object> selection(Selection selection) {
        String by = selection.kind() == Selection.Kind.RULE ? "rule" : "tag";
        return Map.of(selection.enable() ? "enable" : "disable", Map.of(by, selection.pattern()));
    }
}
