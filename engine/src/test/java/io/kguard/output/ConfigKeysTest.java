// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.yaml.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key of {@code keys.tsv} makes the difference that the table says: a value that no key can have is noticed, or is not. */
class ConfigKeysTest {
    /** What no setting can be. */
    private static final String ODD = "[[odd]]";

    /** Where the keys of a mapping stand, and what must be there with them; # is the place of the key. */
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("falco.yaml", "#"),
            Map.entry("append_output", "append_output: [{#}]"),
            Map.entry("match", "append_output: [{match: {#}}]"),
            Map.entry("plugins", "plugins: [{name: a, library_path: b, #}]"),
            Map.entry("stdout_output", "stdout_output: {#}"),
            Map.entry("file_output", "file_output: {enabled: true, filename: a, #}"),
            Map.entry("program_output", "program_output: {enabled: true, program: a, #}"),
            Map.entry("http_output", "http_output: {enabled: true, url: 'https://a', #}"),
            Map.entry("outputs_queue", "outputs_queue: {#}"),
            Map.entry("base_syscalls", "base_syscalls: {#}"),
            Map.entry("engine", "engine: {#}"),
            Map.entry("config", "falcosidekick: {enabled: true, config: {#}}"),
            Map.entry("output", "falcosidekick: {enabled: true, config: {slack: {webhookurl: 'https://a', #}}}"));

    @TempDir
    Path folder;

    static Stream<Arguments> rows() {
        return Keys.of(ConfigValues.class).entrySet().stream()
                .flatMap(
                        mapping -> mapping.getValue().names().stream().map(key -> Arguments.of(mapping.getKey(), key)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aKeyMakesADifferenceUnlessTheTableSaysOtherwise(String mapping, String key) throws IOException {
        Keys keys = ConfigValues.keys(mapping);
        Keys.Key row = keys.all().get(key);
        String enabling = keys.names().iterator().next();
        String place = PLACES.getOrDefault(
                mapping,
                "falcosidekick: {enabled: true, config: {" + mapping + ": {" + enabling + ": 'https://a', #}}}");
        String without = told(place.replaceFirst(", #|#", ""));
        String with = told(place.replaceFirst(key + ": [^,}]*, ", "").replace("#", key + ": " + ODD));

        if (row.type().equals("unread") && !row.need().contains("0.")) {
            assertThat(with).isEqualTo(without);
        } else {
            assertThat(with).isNotEqualTo(without);
        }
    }

    /** All that a file is found to say, or what is wrong with it. */
    private String told(String text) throws IOException {
        String output = text.startsWith("stdout_output") || text.startsWith("falcosidekick")
                ? ""
                : "stdout_output: {enabled: true}\n";
        Path file = Files.writeString(
                folder.resolve("falco.yaml"), text.contains("stdout_output: " + ODD) ? text : output + text);
        try {
            FalcoConfig config = FalcoConfig.read(file, FalcoVersion.CURRENT);
            return config.warnings() + " " + config.rulesFiles() + " " + config.plugins() + " " + config.format();
        } catch (FalcoConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
