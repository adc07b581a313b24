// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.source.EventSources;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FieldSentencesTest {
    @TempDir
    private Path folder;

    /** Each field has its sentences, and the example is a condition that loads. */
    @Test
    void theExampleOfEachFieldLoads() throws IOException {
        StringBuilder rules = new StringBuilder();
        int count = 0;
        for (EventSource source : EventSources.BUILT_IN.all()) {
            for (FieldDefinition field : FieldCatalogue.of(EventSources.BUILT_IN, source, FalcoVersion.CURRENT)
                    .definitions()) {
                if (!field.implemented() || !field.versions().contains(FalcoVersion.CURRENT)) {
                    continue;
                }
                String text = FieldSentences.of(field, List.of(source.toString()));
                assertThat(text.lines().filter(line -> !line.startsWith("Condition: "))) // a line to copy stays whole
                        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
                rules.append("- rule: r")
                        .append(++count)
                        .append("\n  desc: d\n  source: ")
                        .append(source)
                        .append("\n  condition: '")
                        .append(text.replaceAll("(?s).*Condition:  ([^\n]*).*", "$1"))
                        .append("'\n  output: 'o ")
                        .append(text.contains("Output:     ") ? text.replaceAll("(?s).*Output:     ", "") : "")
                        .append("'\n  priority: INFO\n");
            }
        }
        assertThat(count).isGreaterThan(300);
        assertThat(RuleLoader.of(FalcoVersion.CURRENT)
                        .load(List.of(Files.writeString(folder.resolve("rules.yaml"), rules)))
                        .errors())
                .isEmpty();
    }
}
