// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.HostNames;
import io.kguard.requirement.Shared;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The captures and rules outside of the project, with Falco 0.40's results for them. */
final class Corpus {
    private Corpus() {}

    static Path captures() {
        return Shared.path("conformance/captures");
    }

    static List<String> captureNames() throws IOException {
        try (Stream<Path> files = Files.list(captures())) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".scap"))
                    .map(f -> f.substring(0, f.length() - ".scap".length()))
                    .sorted()
                    .toList();
        }
    }

    static HostNames hostNames() throws IOException {
        return HostNames.read(Shared.path("conformance/hosts"));
    }

    static LoadResult rules() {
        return rules("0.40", FalcoVersion.V0_40);
    }

    /** The public rules of a folder of the corpus. */
    static LoadResult rules(String folder, FalcoVersion version) {
        Path rules = Shared.path("conformance/falco-rules").resolve(folder);
        return RuleLoader.of(version)
                .load(
                        rules.resolve("falco_rules.yaml"),
                        rules.resolve("falco-incubating_rules.yaml"),
                        rules.resolve("falco-sandbox_rules.yaml"))
                .orThrow();
    }

    /** The objects of a file with one JSON object per line. JSON is YAML. */
    static List<Map<String, Object>> jsonLines(Path file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(64 << 20);
        Yaml yaml = new Yaml(options);
        return Files.readAllLines(file).stream()
                .map(yaml::<Map<String, Object>>load)
                .toList();
    }
}
