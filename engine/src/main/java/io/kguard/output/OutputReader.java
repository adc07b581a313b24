// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.rule.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the settings of one output of Falcosidekick. */
final class OutputReader {
    private static final String DROPS = "10000:critical, 1000:critical, 100:critical, 10:warning, 1:warning";

    private final ChatOutput output;
    private final Function<String, @Nullable YamlValue> settings;

    /** A reader of settings that are found by their keys, in the environment or in the values. */
    OutputReader(ChatOutput output, Function<String, @Nullable YamlValue> settings) {
        this.output = output;
        this.settings = settings;
    }

    /** The setting without which the output is off. */
    String enabling() {
        return own().names().iterator().next();
    }

    /** Whether the setting that enables an output is a key and no URL. */
    static boolean isKey(String enabling) {
        return enabling.endsWith("key");
    }

    /** All settings that there are. */
    Map<String, Keys.Key> keys() {
        Map<String, Keys.Key> keys = new LinkedHashMap<>(own().all());
        keys.putAll(ConfigValues.keys("output").all());
        return keys;
    }

    /** Whether a chart's defaults have a setting, so that no one who copied it means what it says. */
    boolean isOfDefaults(String key) {
        Keys.Key known = keys().get(key);
        return known != null && known.need().equals("default");
    }

    private Keys own() {
        return ConfigValues.keys(output.key());
    }

    /** What makes its messages. */
    Function<SidekickPayload, ChatMessage> maker(PayloadChangesReader changes) {
        return switch (output) {
            case SLACK -> {
                ChatSettings chat = chat("fields", "icon");
                yield payload -> SlackMessage.of(payload, chat);
            }
            case TEAMS -> {
                ChatSettings chat = chat("facts", "activityimage");
                yield payload -> TeamsMessage.of(payload, chat);
            }
            case WEBHOOK -> MachineMessage::webhook;
            case ALERTMANAGER -> alertmanager()::of;
            case LOKI -> {
                Set<String> labels = new HashSet<>(words("extralabels"));
                labels.addAll(changes.names());
                yield new LokiMessage(text("format", "text").equals("json"), labels)::of;
            }
            case ELASTICSEARCH -> {
                boolean flat = flag("flattenfields") || flag("createindextemplate");
                yield payload -> MachineMessage.elasticsearch(payload, flat);
            }
            case PAGERDUTY -> MachineMessage::pagerDuty;
            case OPSGENIE -> MachineMessage::opsgenie;
        };
    }

    private @Nullable YamlValue value(String key) {
        return settings.apply(key);
    }

    private String text(String key, String otherwise) {
        return SidekickReader.text(value(key), otherwise);
    }

    private boolean flag(String key) {
        YamlValue value = value(key);
        return value != null && !value.isNothing() && ConfigValues.bool(value, false);
    }

    private List<String> words(String key) {
        String text = text(key, "").replace(" ", "");
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    private ChatSettings chat(String fields, String icon) {
        ChatSettings defaults = ChatSettings.DEFAULTS;
        boolean slack = output == ChatOutput.SLACK;
        return new ChatSettings(
                format(fields),
                new ChatSettings.Sender(
                        slack
                                ? text("username", defaults.sender().name())
                                : defaults.sender().name(),
                        text(icon, defaults.sender().icon())),
                slack ? text("channel", "") : "",
                slack ? text("footer", defaults.footer()) : "",
                slack ? template() : null);
    }

    private @Nullable GoTemplate template() {
        YamlValue value = value("messageformat");
        if (!SidekickReader.isText(value) || value == null) {
            return null;
        }
        try {
            return GoTemplate.parse(ConfigValues.text(value), SlackMessage.STRUCTURE);
        } catch (IllegalArgumentException e) {
            value.warnOfSecret(
                    "not simulated: " + value.path() + ", because " + e.getMessage()
                            + ". Messages have no text above the attachment",
                    "");
            return null;
        }
    }

    private ChatSettings.Format format(String fields) {
        YamlValue value = value("outputformat");
        String format = text("outputformat", "all");
        List<String> known = List.of("all", "text", fields);
        if (value != null && !known.contains(format)) {
            value.problemOfSecret(value.path() + " can't be \"" + format + "\"", "one of " + String.join(", ", known));
        }
        return switch (format) {
            case "text" -> ChatSettings.Format.TEXT;
            case "fields", "facts" -> ChatSettings.Format.FIELDS;
            default -> ChatSettings.Format.ALL;
        };
    }

    private AlertmanagerMessage alertmanager() {
        Map<Priority, String> severities = new EnumMap<>(Priority.class);
        pairs("customseveritymap")
                .forEach((name, severity) ->
                        Priority.of(name).ifPresent(priority -> severities.put(priority, severity)));
        List<Map.Entry<Long, Priority>> thresholds = new ArrayList<>();
        for (String threshold :
                text("dropeventthresholds", DROPS).replace(" ", "").split(",", -1)) {
            String[] sides = threshold.split(":", 2);
            if (sides.length == 2
                    && sides[0].matches("\\d{1,18}")
                    && Priority.of(sides[1]).isPresent()) {
                thresholds.add(
                        Map.entry(Long.valueOf(sides[0]), Priority.of(sides[1]).get()));
            } else {
                said("dropeventthresholds", "has \"" + threshold + "\", which Falcosidekick does not heed");
            }
        }
        thresholds.sort(Map.Entry.comparingByKey(Comparator.reverseOrder()));
        return new AlertmanagerMessage(
                seconds("expireafter"),
                pairs("extralabels"),
                pairs("extraannotations"),
                severities,
                new AlertmanagerMessage.DropPriorities(
                        thresholds,
                        Priority.of(text("dropeventdefaultpriority", "critical"))
                                .orElse(Priority.CRITICAL)));
    }

    private int seconds(String key) {
        String text = text(key, "0");
        if (text.matches("\\d{1,9}")) {
            return Integer.parseInt(text);
        }
        said(key, "is no number of seconds");
        return 0;
    }

    private void said(String key, String what) {
        YamlValue value = value(key);
        if (value != null) {
            value.warnOfSecret(value.path() + " " + what, "");
        }
    }

    /** Names and what is behind their colons, in a list with commas. */
    private Map<String, String> pairs(String key) {
        Map<String, String> pairs = new LinkedHashMap<>();
        String text = text(key, "");
        for (String pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String[] sides = pair.split(":", 2);
            String name = sides[0].strip();
            if (name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
                pairs.put(name, sides.length == 2 ? sides[1].strip() : "");
            } else {
                said(key, "has the name \"" + name + "\", which Falcosidekick refuses");
            }
        }
        return pairs;
    }
}
