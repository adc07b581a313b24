// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.event.JsonWriter;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.rule.FalcoChart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values of Falco's Helm chart: its own, or those of a chart around it, which have them below {@code falco}.
 *
 * @param values the values for Falco's chart
 * @param path where they are in the file: empty, or {@code falco}
 * @param isOfSidekick whether these are values of Falcosidekick's own chart, which say nothing of Falco
 */
record HelmValues(YamlMapping values, String path, boolean isOfSidekick) {
    private static final String FALCO = "falco";
    static final String SIDEKICK = "falcosidekick";
    private static final String CONFIG = "config";

    private static final String RULES = "customRules";

    /** What the chart makes of these keys is read. No {@code falco.yaml} has one of them. */
    private static final Set<String> KEYS = Set.of(FALCO, SIDEKICK, RULES);

    /** What the chart starts Falco Talon with. Whether it is started, no alert depends on: it may be there already. */
    private static final String TALON = "falco-talon";

    private static final Set<String> READ = Set.of(FALCO, SIDEKICK, RULES, TALON, "responseActions");

    /** The values in a file; null if it is a {@code falco.yaml}. */
    static @Nullable HelmValues in(YamlMapping file) {
        if (file.keys().stream().noneMatch(KEYS::contains)) {
            YamlMapping config = settings(file.get(CONFIG), CONFIG);
            boolean isSidekick = config != null && config.keys().stream().anyMatch(SidekickReader.KEYS::contains);
            return isSidekick ? new HelmValues(file, "", true) : null;
        }
        YamlValue inner = file.get(FALCO);
        YamlMapping below = inner != null && inner.isMapping() ? inner.settings(FALCO) : null;
        YamlValue rules = below == null ? null : below.get(RULES);
        if (below != null && rules != null && isSaid(rules) && FalcoChart.areMisplaced(below.keys(), null)) {
            rules.problem(FalcoChart.MISPLACED, FalcoChart.ADVICE);
            return new HelmValues(file, "", false);
        }
        return below != null && below.keys().stream().anyMatch(KEYS::contains)
                ? new HelmValues(below, FALCO, false)
                : new HelmValues(file, "", false);
    }

    /** The settings that become the {@code falco.yaml}. */
    YamlMapping falco() {
        YamlValue settings = isOfSidekick() ? null : values.get(FALCO);
        YamlMapping read = settings == null || settings.isNothing() ? null : settings.settings(settings.path());
        return read == null ? YamlMapping.empty(values.place(), FALCO) : read;
    }

    /** Whether a value is part of these settings: Falco itself reads it. */
    boolean isOfFalco(YamlValue value) {
        return value.path().startsWith(path.isEmpty() ? "falco." : "falco.falco.");
    }

    /** The settings of Falcosidekick; null if there are none. */
    @Nullable
    YamlValue sidekick() {
        return isOfSidekick() ? values.place() : values.get(SIDEKICK);
    }

    private static @Nullable YamlMapping settings(@Nullable YamlValue value, String what) {
        return value == null || !value.isMapping() ? null : value.settings(what);
    }

    /** Whether there are rules. */
    boolean hasRules() {
        YamlValue rules = values.get(RULES);
        return rules != null && isSaid(rules);
    }

    /** A file without the rules in it, as JSON. */
    static String withoutRules(YamlValue file) {
        return JsonWriter.compact().tree(withoutRules(file.plain())).json();
    }

    private static @Nullable Object withoutRules(@Nullable Object settings) {
        if (!(settings instanceof Map<?, ?> map)) {
            return settings;
        }
        Map<Object, @Nullable Object> others = new LinkedHashMap<>(map);
        others.replace(RULES, ""); // that the key is there says where the values are
        others.computeIfPresent(FALCO, (key, inner) -> withoutRules(inner));
        return others;
    }

    /** Names the settings that change nothing here. */
    void nameOthers() {
        if (isOfSidekick()) {
            return;
        }
        notSimulated(values.place(), READ);
        YamlValue talon = values.get(TALON);
        YamlValue config = ConfigValues.in(talon, "config");
        if (talon != null && config != null) {
            notSimulated(talon, Set.of("config"));
            notSimulated(config, Set.of("deduplication"));
        }
    }

    /** How long Falco Talon drops an alert whose text it has just seen. */
    Duration talonWindow() {
        YamlValue deduplication = ConfigValues.in(ConfigValues.in(values.get(TALON), "config"), "deduplication");
        int seconds = (int) TalonSettings.DEFAULTS.window().toSeconds();
        return Duration.ofSeconds(ConfigValues.number(ConfigValues.in(deduplication, "timeWindowSeconds"), 1, seconds));
    }

    /** Names the settings of a mapping that change nothing here, in one warning. */
    static void notSimulated(YamlValue mapping, Set<String> known) {
        YamlMapping settings = mapping.isMapping() ? mapping.settings(mapping.path()) : null;
        List<YamlValue> others = new ArrayList<>();
        if (settings != null) {
            settings.values().stream()
                    .filter(value -> !known.contains(value.key()) && isSaid(value))
                    .forEach(others::add);
        }
        if (!others.isEmpty()) {
            others.get(0)
                    .warnOfSecret(
                            "not simulated: "
                                    + String.join(
                                            ", ",
                                            others.stream().map(YamlValue::path).toList()),
                            "");
        }
    }

    /** Whether a value says something: charts list many settings that are empty. */
    static boolean isSaid(YamlValue value) {
        if (value.isMapping()) {
            YamlMapping settings = value.settings(value.path());
            return settings != null && settings.values().stream().anyMatch(HelmValues::isSaid);
        }
        if (value.isList()) {
            return !value.items(Integer.MAX_VALUE).isEmpty();
        }
        return !value.isNothing() && !value.written().isEmpty();
    }
}
