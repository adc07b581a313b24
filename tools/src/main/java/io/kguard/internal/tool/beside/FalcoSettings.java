// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
record FalcoSettings(List<Path> rules, EngineOptions options) {
    /** 32 MiB for two processors, 8 MiB being usual: a loss leaves a scenario in doubt. */
    private static final int BUFFER_PRESET = 6;

    public FalcoSettings {
        rules = List.copyOf(rules);
    }

    /** These settings with a rule more, which is evaluated, whatever is selected. */
    FalcoSettings withCanary(Path file, String rule) {
        List<Path> files = new ArrayList<>(rules);
        files.add(file);
        return new FalcoSettings(files, options.with(Selection.enableRule(rule)));
    }

    /**
     * A {@code falco.yaml} that replays a capture. It is written as JSON, which is YAML too.
     *
     * @param alerts the file to which Falco appends its alerts
     * @param plugin the library of the container plugin; null without one
     */
    String yaml(Path capture, Path alerts, @Nullable String plugin) {
        Map<String, Object> config = common();
        config.put("engine", Map.of("kind", "replay", "replay", Map.of("capture_file", capture.toString())));
        config.put("file_output", Map.of("enabled", true, "keep_alive", true, "filename", alerts.toString()));
        config.put("stdout_output", Map.of("enabled", false));
        if (plugin != null) {
            config.put("load_plugins", List.of("container"));
            config.put("plugins", List.of(Map.of("name", "container", "library_path", plugin)));
        }
        return JsonWriter.compact().tree(config).json();
    }

    /**
     * A {@code falco.yaml} with which Falco watches the kernel, and prints its alerts.
     *
     * @param program the program that reads it
     * @throws IOException if it has no container plugin and needs one
     */
    String yaml(LiveSettings live, FalcoProgram program) throws IOException {
        Map<String, Object> config = common();
        config.put("rule_matching", "all"); // another rule must not hide the canary
        config.put("engine", Map.of("kind", "modern_ebpf", "modern_ebpf", Map.of("buf_size_preset", BUFFER_PRESET)));
        Map<String, Object> drops = new LinkedHashMap<>();
        drops.put("threshold", 0);
        drops.put("actions", List.of("alert"));
        drops.put("rate", 1); // how often it may say so
        drops.put("max_burst", 1000);
        config.put("syscall_event_drops", drops);
        config.put("file_output", Map.of("enabled", false));
        config.put("stdout_output", Map.of("enabled", true));
        config.put(
                "append_output",
                List.of(Map.of("match", Map.of("source", "syscall"), "extra_fields", LiveSettings.FIELDS)));
        if (options.version().atLeast(FalcoVersion.V0_41)) {
            config.put("load_plugins", List.of("container"));
            config.put(
                    "plugins",
                    List.of(Map.of(
                            "name",
                            "container",
                            "library_path",
                            program.containerPlugin(),
                            "init_config",
                            Map.of("engines", live.ofPlugin()))));
        } else {
            config.put("container_engines", live.ofFalco());
        }
        return JsonWriter.compact().tree(config).json();
    }

    private Map<String, Object> common() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(
                "rules_files",
                rules.stream().map(path -> path.toAbsolutePath().toString()).toList());
        config.put(
                "rules",
                options.selections().stream().map(FalcoSettings::selection).toList());
        config.put("rule_matching", options.matching() == Matching.FIRST ? "first" : "all");
        config.put("priority", options.minimum().label().toLowerCase(Locale.ROOT));
        config.put("json_output", true);
        config.put("json_include_output_property", true);
        config.put("json_include_tags_property", true);
        config.put("time_format_iso_8601", false);
        config.put("watch_config_files", false);
        config.put("buffered_outputs", false);
        config.put("log_stderr", true);
        config.put("log_syslog", false);
        config.put("log_level", "error");
        for (String channel : List.of("syslog_output", "http_output", "webserver")) {
            config.put(channel, Map.of("enabled", false));
        }
        if (!options.version().atLeast(FalcoVersion.V0_44)) {
            config.put("grpc_output", Map.of("enabled", false));
            config.put("grpc", Map.of("enabled", false));
        }
        return config;
    }

    private static Map<String, Object> selection(Selection selection) {
        String by = selection.kind() == Selection.Kind.RULE ? "rule" : "tag";
        return Map.of(selection.enable() ? "enable" : "disable", Map.of(by, selection.pattern()));
    }
}
