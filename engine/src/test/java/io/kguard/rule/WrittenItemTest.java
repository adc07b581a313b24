// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.rule.WrittenItem.WrittenKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items are found where they stand, also inside other files, and can be left out of a load or be read from elsewhere. */
class WrittenItemTest {
    private static final String TEXT = """
            customRules:
              a.yaml: |-
                - list: l
                  items: [a]
                - macro: "m"
                  condition: proc.name in (l)
                - rule: r
                  desc: d
                  condition: >-
                    evt.type = open
                    and m
                  output: 'it''s %proc.name'
                  priority: INFO
                - rule: r
                  enabled: no
            """;

    @TempDir
    Path folder;

    private Path file() throws IOException {
        return Files.writeString(folder.resolve("values.yaml"), TEXT);
    }

    @Test
    void knowsWhereKeysAndCharactersStand() throws IOException {
        List<WrittenItem> items = WrittenItem.read(file(), FalcoVersion.V0_44);

        assertThat(items).extracting(WrittenItem::name).containsExactly("l", "m", "r", "r");
        assertThat(items).extracting(WrittenItem::changesEarlier).containsExactly(false, false, false, true);
        assertThat(items).allSatisfy(item -> assertThat(item.fileText()).isEqualTo(TEXT));
        WrittenItem rule = items.get(2);
        assertThat(rule.position().line()).isEqualTo(7);
        WrittenKey condition = rule.key("condition").orElseThrow();
        TracedText text = condition.value().orElseThrow();
        assertThat(text.toString()).isEqualTo("evt.type = open and m");
        assertThat(TEXT.substring(
                        text.positionOf(text.toString().indexOf("and")).offset()))
                .startsWith("and m\n");
        assertThat(TEXT.substring(condition.position().offset(), condition.end())
                        .strip())
                .startsWith("condition: >-")
                .endsWith("and m");
        WrittenKey output = rule.key("output").orElseThrow();
        assertThat(TEXT.substring(output.position().offset(), output.end())).isEqualTo("output: 'it''s %proc.name'");
        assertThat(items.get(0).key("items").orElseThrow().value()).isEmpty();
    }

    @Test
    void aLoadCanLeaveAnItemOut() throws IOException {
        Path file = file();
        RuleLoader loader = RuleLoader.of(FalcoVersion.V0_44);
        WrittenItem off = WrittenItem.read(file, FalcoVersion.V0_44).get(3);

        assertThat(loader.load(file).rule("r").orElseThrow().enabled()).isFalse();
        assertThat(loader.without(off.position())
                        .load(file)
                        .rule("r")
                        .orElseThrow()
                        .enabled())
                .isTrue();
    }

    @Test
    void aLoadCanReadOtherTexts() throws IOException {
        Path file = file();
        RuleLoader loader =
                RuleLoader.of(FalcoVersion.V0_44).withTexts(Map.of(file, TEXT.replace("rule: r\n", "rule: s\n")));

        assertThat(loader.load(folder).rules()).extracting(Rule::name).containsExactly("s");
        assertThat(RuleLoader.of(FalcoVersion.V0_44).load(folder).rules())
                .extracting(Rule::name)
                .containsExactly("r");
    }
}
