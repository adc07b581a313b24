// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule files that are not on this machine load as those that are. */
class RuleBytesTest {
    private static final String RULE = """
            - rule: %s
              desc: d
              condition: %s
              output: o
              priority: INFO
            """;

    private final RuleLoader loader = RuleLoader.of(FalcoVersion.CURRENT);

    @TempDir
    Path folder;

    @Test
    void theyAreTheSameAsFiles() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), RULE.formatted("A", "fork and evt.type = open"));
        Files.writeString(folder.resolve("falco_rules.yaml"), """
                - macro: fork
                  condition: evt.type = fork
                """);
        Files.writeString(folder.resolve("values.yaml"), """
                customRules:
                  own.yaml: |
                    - rule: B
                      desc: d
                      condition: no.such = 1
                      output: o
                      priority: INFO
                """);
        Files.writeString(folder.resolve("notes.txt"), "not read");
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (String name :
                FolderFiles.read(List.of("values.yaml", "notes.txt", "a.yaml", "falco_rules.yaml"), loader.version())) {
            Path file = folder.resolve(name);
            contents.put(file.toString(), Files.readAllBytes(file));
        }

        LoadResult loaded = loader.loadBytes(contents);

        assertThat(loaded).hasToString(loader.load(folder).toString());
        assertThat(loaded.errors()).singleElement().asString().contains("values.yaml:5:");
        assertThat(contents.keySet().iterator().next()).endsWith("falco_rules.yaml");
    }

    @Test
    void whatCannotBeReadNamesTheFile() {
        String name = "s3a://rules/own.yaml";
        assertThat(loader.loadBytes(Map.of(name, new byte[RuleLoader.MAX_FILE_SIZE + 1]))
                        .errors())
                .singleElement()
                .asString()
                .contains(name, "it is larger than 16 MiB");
        assertThat(loader.loadBytes(Map.of(
                                "rules.txt",
                                RULE.formatted("A", "evt.type = fork").getBytes(UTF_8)))
                        .errors())
                .singleElement()
                .asString()
                .contains("rules.txt", "reads only files that end with .yaml or .yml");
    }
}
