// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.output.SidekickConfig.EnabledOutput;
import io.kguard.rule.Priority;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what values of Falco's chart, or of Falcosidekick's own, say of Falcosidekick. Lines that may hold the URL of a
 * webhook or a key are not shown: who knows it can post there.
 */
final class SidekickReader {
    private static final String TALON = "talon";
    private static final String SECRET = "existingSecret";
    private static final String ENVIRONMENT = "extraEnv";

    /** Settings of Falcosidekick by which the values of its own chart are known, and which are read. */
    static final Set<String> KEYS = ConfigValues.keys("config").names();

    private final String file;
    private final String path;
    private final boolean secret;
    private final Map<String, Optional<YamlValue>> environment;
    private final PayloadChangesReader changes;
    private final Map<ChatOutput, EnabledOutput> outputs = new EnumMap<>(ChatOutput.class);
    private final Map<ChatOutput, String> absent = new EnumMap<>(ChatOutput.class);

    private SidekickReader(String file, String path, @Nullable YamlValue config) {
        this.file = file;
        this.path = path;
        this.secret = isText(ConfigValues.in(config, SECRET));
        this.environment = environment(config);
        this.changes = new PayloadChangesReader(config);
    }

    /**
     * Reads it.
     *
     * @param chart the values
     * @param file the values, for messages
     */
    static SidekickConfig read(HelmValues chart, String file) {
        YamlValue sidekick = chart.sidekick();
        YamlValue config = ConfigValues.in(sidekick, "config");
        boolean own = chart.isOfSidekick();
        String path = (own ? "" : HelmValues.SIDEKICK + ".") + "config.";
        boolean enabled = own || isTrue(ConfigValues.in(sidekick, "enabled"));
        SidekickReader reader = new SidekickReader(file, path, config);
        for (ChatOutput output : ChatOutput.values()) {
            reader.output(output, ConfigValues.in(config, output.key()));
        }
        TalonSettings talon = reader.talon(config);
        if (config != null) {
            HelmValues.notSimulated(config, KEYS);
        }
        if (sidekick != null && !own) {
            HelmValues.notSimulated(sidekick, Set.of("enabled", "config"));
        }
        if (own && config != null) {
            config.warnOfSecret(
                    "these are values of Falcosidekick's own chart: it is taken that Falco sends it all alerts as JSON",
                    "");
        }
        return new SidekickConfig(
                enabled
                        ? ""
                        : HelmValues.SIDEKICK + ".enabled is not true in " + file
                                + ", so no alert arrives at Falcosidekick",
                reader.changes.read(),
                reader.outputs,
                reader.absent,
                talon);
    }

    /** The variables of Falcosidekick's environment, which win over other settings; empty where the value is elsewhere. */
    private static Map<String, Optional<YamlValue>> environment(@Nullable YamlValue config) {
        Map<String, Optional<YamlValue>> variables = new HashMap<>();
        for (YamlValue variable : ConfigValues.items(ConfigValues.in(config, ENVIRONMENT))) {
            variables.put(
                    ConfigValues.text(ConfigValues.in(variable, "name")),
                    Optional.ofNullable(ConfigValues.in(variable, "value")));
        }
        return variables;
    }

    /** A setting of an output: that of the environment, or that of the values. */
    private @Nullable YamlValue setting(String output, @Nullable YamlMapping settings, String key) {
        Optional<YamlValue> variable = environment.get(variable(output, key));
        return variable != null && variable.isPresent() ? variable.get() : settings == null ? null : settings.get(key);
    }

    /** Whether a setting may be in a Secret, or in what a variable is taken from. */
    private boolean isElsewhere(String output, String key) {
        Optional<YamlValue> variable = environment.get(variable(output, key));
        return variable != null && variable.isEmpty();
    }

    /** The variable of Falcosidekick's environment that stands for a setting. */
    private static String variable(String output, String key) {
        return (output + "_" + key).toUpperCase(Locale.ROOT);
    }

    private TalonSettings talon(@Nullable YamlValue config) {
        YamlValue node = ConfigValues.in(config, TALON);
        YamlMapping settings = node == null || node.isNothing() ? null : node.settings(node.path());
        if (settings != null) {
            unknown(settings, ConfigValues.keys(TALON).names());
        }
        YamlValue address = setting(TALON, settings, "address");
        YamlValue minimum = setting(TALON, settings, "minimumpriority");
        boolean given = isText(address);
        if (given && address != null && !isUrl(address)) {
            address.problemOfSecret(address.path() + " must be a URL that begins with https:// or http://", "");
        }
        String without = given || secret || isElsewhere(TALON, "address")
                ? ""
                : "Falcosidekick sends nothing to Falco Talon, because " + file + " has no " + path + TALON
                        + ".address, for example http://falco-talon:2803";
        return new TalonSettings(
                without,
                minimum(minimum),
                place(minimum),
                TalonSettings.DEFAULTS.window(),
                given || !without.isEmpty()
                        ? ""
                        : "It is taken that Falcosidekick finds the address of Falco Talon in a Secret: " + file
                                + " does not have it");
    }

    private void output(ChatOutput output, @Nullable YamlValue node) {
        YamlMapping settings = node == null || node.isNothing() ? null : node.settings(node.path());
        OutputReader reader = new OutputReader(output, key -> setting(output.key(), settings, key));
        String key = reader.enabling();
        YamlValue address = setting(output.key(), settings, key);
        boolean elsewhere = isElsewhere(output.key(), key);
        if (settings == null && address == null && !elsewhere) {
            if (output.isChat()) {
                absent.put(output, file + " has no " + path + output.key());
            }
            return;
        }
        if (settings != null) {
            unknown(settings, reader.keys().keySet());
        }
        boolean meant = settings != null
                && settings.values().stream()
                        .anyMatch(value -> !value.key().equals(key)
                                && !reader.isOfDefaults(value.key())
                                && HelmValues.isSaid(value));
        YamlValue minimum = setting(output.key(), settings, "minimumpriority");
        EnabledOutput enabled = new EnabledOutput(minimum(minimum), place(minimum), reader.maker(changes));
        if (isAddress(output, key, address, elsewhere, meant)) {
            outputs.put(output, enabled);
        }
    }

    /** Whether an output has what enables it. What is no mistake may be a placeholder: only who needs the output minds. */
    private boolean isAddress(
            ChatOutput output, String key, @Nullable YamlValue address, boolean elsewhere, boolean meant) {
        String name = path + output.key() + "." + key;
        if (address != null && isText(address)) {
            if (!OutputReader.isKey(key) && !isUrl(address)) {
                address.warnOfSecret(
                        name + " is no URL that begins with https:// or http://, so there is no message to "
                                + output.label(),
                        "");
                absent.put(output, name + " in " + file + " is no URL that begins with https:// or http://");
                return false;
            }
            return true;
        }
        if (elsewhere || secret && meant) {
            if (address != null || !elsewhere) {
                taken(output, key, address);
            }
            return true;
        }
        absent.put(output, file + " has no " + name);
        if (meant && address != null) {
            address.warnOfSecret(
                    path + output.key() + " has no " + key + ", so Falcosidekick sends nothing to " + output.label(),
                    "add it, or name the Secret that has it under " + path + SECRET);
        }
        return false;
    }

    private void taken(ChatOutput output, String key, @Nullable YamlValue address) {
        YamlValue place = address == null ? changes.place() : address;
        if (place != null) {
            place.warnOfSecret(
                    path + output.key() + " has no " + key + ". It is taken that the Secret of " + path + SECRET
                            + " has it",
                    "");
        }
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

    static Priority minimum(@Nullable YamlValue value) {
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
    static boolean isText(@Nullable YamlValue value) {
        if (value == null || value.isNothing()) {
            return false;
        }
        if (value.isMapping() || value.isList()) {
            value.problemOfSecret(value.path() + " must be a string, not " + value.kind(), "");
            return false;
        }
        return !value.written().isEmpty();
    }

    /** A string that is not empty; the other one if it is none. */
    static String text(@Nullable YamlValue value, String otherwise) {
        return isText(value) && value != null ? ConfigValues.text(value) : otherwise;
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

    /** Whether it is a URL, or several. */
    private static boolean isUrl(YamlValue value) {
        for (String text : value.written().split(",", -1)) {
            boolean url = (text.startsWith("https://") || text.startsWith("http://"))
                    && text.chars().noneMatch(Character::isWhitespace);
            if (!url) {
                return false;
            }
        }
        return true;
    }

    private String place(@Nullable YamlValue value) {
        return value == null ? "" : file + ":" + value.line() + ":" + value.column();
    }
}
