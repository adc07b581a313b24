// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.rule.Priority;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what values of Falco's chart say of Falcosidekick. Lines that may hold the URL of a webhook are not shown: who
 * knows it can post there.
 */
final class SidekickReader {
    private static final String KEY = HelmValues.SIDEKICK;
    private static final Set<String> SLACK_KEYS = Set.of(
            "webhookurl", "minimumpriority", "outputformat", "username", "icon", "channel", "footer", "messageformat");
    private static final Set<String> TEAMS_KEYS =
            Set.of("webhookurl", "minimumpriority", "outputformat", "activityimage");

    private static final String TALON = "talon";
    private static final Set<String> TALON_KEYS = Set.of("address", "minimumpriority", "checkcert");

    /** What a chart's default says, and no one who copied it means. */
    private static final Set<String> OF_DEFAULTS = Set.of("webhookurl", "outputformat");

    private final Map<ChatOutput, ChatSettings> outputs = new EnumMap<>(ChatOutput.class);
    private final Map<ChatOutput, String> absent = new EnumMap<>(ChatOutput.class);

    private SidekickReader() {}

    /**
     * Reads it.
     *
     * @param sidekick the value of {@code falcosidekick}; null if the values have none
     * @param file the values, for messages
     */
    static SidekickConfig read(@Nullable YamlValue sidekick, String file) {
        YamlValue config = ConfigValues.in(sidekick, "config");
        boolean enabled = isTrue(ConfigValues.in(sidekick, "enabled"));
        SidekickReader reader = new SidekickReader();
        boolean secret = isText(ConfigValues.in(config, "existingSecret"));
        reader.output(ChatOutput.SLACK, ConfigValues.in(config, "slack"), SLACK_KEYS, secret, file);
        reader.output(ChatOutput.TEAMS, ConfigValues.in(config, "teams"), TEAMS_KEYS, secret, file);
        TalonSettings talon = talon(config, secret, file);
        if (config != null) {
            HelmValues.notSimulated(config, Set.of("slack", "teams", TALON, "existingSecret", "extraEnv"));
        }
        if (sidekick != null) {
            HelmValues.notSimulated(sidekick, Set.of("enabled", "config"));
        }
        return new SidekickConfig(
                enabled ? "" : KEY + ".enabled is not true in " + file + ", so no alert arrives at Falcosidekick",
                reader.outputs,
                reader.absent,
                talon);
    }

    /** Settings are in {@code talon}, or in the variables of Falcosidekick's environment, which win. */
    private static TalonSettings talon(@Nullable YamlValue config, boolean secret, String file) {
        String path = KEY + ".config." + TALON;
        YamlValue node = ConfigValues.in(config, TALON);
        YamlMapping settings = node == null || node.isNothing() ? null : node.settings(node.path());
        if (settings != null) {
            unknown(settings, TALON_KEYS);
        }
        YamlValue address = settings == null ? null : settings.get("address");
        YamlValue minimum = settings == null ? null : settings.get("minimumpriority");
        boolean elsewhere = false; // in a Secret or a ConfigMap that a variable names
        for (YamlValue variable : ConfigValues.items(ConfigValues.in(config, "extraEnv"))) {
            YamlValue value = ConfigValues.in(variable, "value");
            switch (ConfigValues.text(ConfigValues.in(variable, "name"))) {
                case "TALON_ADDRESS" -> {
                    address = value;
                    elsewhere = value == null;
                }
                case "TALON_MINIMUMPRIORITY" -> minimum = value;
                default -> {}
            }
        }
        boolean given = isText(address);
        if (given && address != null) {
            checkUrl(address, address.path());
        }
        String absent = given || secret || elsewhere
                ? ""
                : "Falcosidekick sends nothing to Falco Talon, because " + file + " has no " + path
                        + ".address, for example http://falco-talon:2803";
        return new TalonSettings(
                absent,
                minimum(minimum),
                place(minimum, file),
                TalonSettings.DEFAULTS.window(),
                given || !absent.isEmpty()
                        ? ""
                        : "It is taken that Falcosidekick finds the address of Falco Talon in a Secret: " + file
                                + " does not have it");
    }

    private void output(ChatOutput output, @Nullable YamlValue node, Set<String> keys, boolean secret, String file) {
        YamlMapping settings = node == null || node.isNothing() ? null : node.settings(node.path());
        String path = KEY + ".config." + output.key();
        if (node == null || settings == null) {
            absent.put(output, file + " has no " + path);
            return;
        }
        unknown(settings, keys);
        ChatSettings.Format format = format(output, settings.get("outputformat"));
        YamlValue minimum = settings.get("minimumpriority");
        Priority lowest = minimum(minimum);
        if (isText(settings.get("messageformat"))) {
            node.warnOfSecret(
                    "not simulated: " + path + ".messageformat. Messages have no text above the attachment", "");
        }
        YamlValue webhook = settings.get("webhookurl");
        boolean meant = settings.values().stream()
                .anyMatch(value -> !OF_DEFAULTS.contains(value.key()) && HelmValues.isSaid(value));
        if (!isText(webhook) && (!secret || !meant)) {
            if (meant) {
                node.problemOfSecret(
                        path + " has no webhookurl, so Falcosidekick sends nothing to " + output.label(),
                        "add webhookurl: https://..., or name the Secret that has it under"
                                + " falcosidekick.config.existingSecret");
            }
            absent.put(output, file + " has no " + path + ".webhookurl");
            return;
        }
        if (!isText(webhook)) {
            node.warnOfSecret(
                    path
                            + " has no webhookurl. It is taken that the Secret of falcosidekick.config.existingSecret has it",
                    "");
        } else if (webhook != null) {
            checkUrl(webhook, path + ".webhookurl");
        }
        ChatSettings defaults = ChatSettings.defaults(output);
        ChatSettings.Sender sender = defaults.sender();
        boolean slack = output == ChatOutput.SLACK;
        outputs.put(
                output,
                new ChatSettings(
                        output,
                        lowest,
                        place(minimum, file),
                        format,
                        new ChatSettings.Sender(
                                or(settings.get("username"), sender.name()),
                                or(settings.get(slack ? "icon" : "activityimage"), sender.icon())),
                        or(settings.get("channel"), ""),
                        or(settings.get("footer"), defaults.footer())));
    }

    private static void unknown(YamlMapping settings, Set<String> keys) {
        for (YamlValue value : settings.values()) {
            if (!keys.contains(value.key())) {
                String nearest = Nearest.of(value.key(), keys);
                value.warnOfSecret(
                        "unknown setting " + value.path(), nearest == null ? "" : "did you mean " + nearest + "?");
            }
        }
    }

    private static ChatSettings.Format format(ChatOutput output, @Nullable YamlValue value) {
        if (!isText(value) || value == null) {
            return ChatSettings.Format.ALL;
        }
        List<String> known = List.of("all", "text", output == ChatOutput.SLACK ? "fields" : "facts");
        String format = ConfigValues.text(value);
        if (!known.contains(format)) {
            value.problemOfSecret(value.path() + " can't be \"" + format + "\"", "one of " + String.join(", ", known));
            return ChatSettings.Format.ALL;
        }
        return switch (format) {
            case "all" -> ChatSettings.Format.ALL;
            case "text" -> ChatSettings.Format.TEXT;
            default -> ChatSettings.Format.FIELDS;
        };
    }

    private static Priority minimum(@Nullable YamlValue value) {
        if (!isText(value) || value == null) {
            return Priority.DEBUG;
        }
        String text = ConfigValues.text(value);
        Optional<Priority> found =
                Priority.of(text).filter(priority -> priority.name().equals(text.toUpperCase(Locale.ROOT)));
        if (found.isEmpty()) {
            value.problemOfSecret(
                    value.path() + " can't be \"" + text + "\": Falcosidekick would send every alert",
                    "one of emergency, alert, critical, error, warning, notice, informational, debug");
        }
        return found.orElse(Priority.DEBUG);
    }

    /** Whether it is a string that is not empty; what is neither a string nor absent is a problem. */
    private static boolean isText(@Nullable YamlValue value) {
        if (value == null || value.isNothing()) {
            return false;
        }
        if (value.isMapping() || value.isList()) {
            value.problemOfSecret(value.path() + " must be a string, not " + value.kind(), "");
            return false;
        }
        return !value.written().isEmpty();
    }

    private static boolean isTrue(@Nullable YamlValue value) {
        if (value == null || value.isNothing()) {
            return false;
        }
        if (!value.isFlag()) {
            value.problemOfSecret(value.path() + " must be true or false, not " + value.kind(), "");
        }
        return value.written().equalsIgnoreCase("true");
    }

    private static void checkUrl(YamlValue value, String name) {
        String text = value.written();
        boolean url = (text.startsWith("https://") || text.startsWith("http://"))
                && text.chars().noneMatch(Character::isWhitespace);
        if (!url) {
            value.problemOfSecret(name + " must be a URL that begins with https:// or http://", "");
        }
    }

    private static String place(@Nullable YamlValue value, String file) {
        return value == null ? "" : file + ":" + value.line() + ":" + value.column();
    }

    private static String or(@Nullable YamlValue value, String otherwise) {
        return isText(value) && value != null ? ConfigValues.text(value) : otherwise;
    }
}
