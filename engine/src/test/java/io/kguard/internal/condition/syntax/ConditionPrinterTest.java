// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.SyntaxGenerator;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Parsing a printed condition gives the same condition. */
class ConditionPrinterTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc.name = \"my \\\"proc\\\"\"",
                "fd.name in (\"a b\", 'c', d)",
                "proc.name = \"ends with a backslash\\ \"",
                "proc.name = 'a\\\\\" b'",
                "not (a.b = c or d.e = f) and g.h exists",
                "not (not(a.b = c) and x.y in ())",
                "a.b startswith anyof (c, d)",
                "a.b[\"x y\"] = 1 and a.b[3] > 0x1F",
                "len(tolower(a.b)) >= val(c.d) or not not macro_1",
                "a.b = \"\\xff\\x41\\xc3\\xa9 \ud83d\ude00 é\"",
                "a.b = \"line\\nbreak\\ttab\""
            })
    void printingIsReversible(String text) {
        assertReversible(ConditionParser.parse(text), FalcoVersion.CURRENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not proc.name = a and proc.name = b or proc.name = c | ((not proc.name = a) and proc.name = b) or proc.name = c",
                "a.b=c and(d.e=f)or(g.h=i) | (a.b = c and d.e = f) or g.h = i",
                "not not a.b = c | a.b = c",
                "a.b ina | a.b in a"
            })
    void sameMeaning(String text, String same) {
        assertThat(shape(ConditionParser.parse(text))).isEqualTo(shape(ConditionParser.parse(same)));
    }

    @Test
    void generatedConditionsSurvivePrinting() {
        long seed = Long.getLong("kguard.seed", 20_261_124);
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            Condition condition = SyntaxGenerator.condition(random, 5);
            String printed = ConditionPrinter.print(condition);
            assertThat(shape(ConditionParser.parse(printed)))
                    .as("seed %d, condition %d: %s", seed, i, printed)
                    .isEqualTo(shape(condition));
        }
    }

    @Test
    @RequiresShared
    void everyFilterOfTheCorpusSurvivesPrinting() throws IOException {
        for (String line : Files.readAllLines(Shared.path("conformance/filters/filters.jsonl"))) {
            Map<String, String> node = new Yaml().load(line); // JSON is YAML
            String filter = node.get("filter");
            assertReversible(ConditionParser.parse(filter, FalcoVersion.V0_40), FalcoVersion.V0_40);
        }
    }

    private static void assertReversible(Condition condition, FalcoVersion version) {
        String printed = ConditionPrinter.print(condition);
        assertThat(shape(ConditionParser.parse(printed, version))).as(printed).isEqualTo(shape(condition));
    }

    /** Everything except positions. */
    static String shape(Condition condition) {
        return condition.toString().replaceAll(", span=Span\\[[^\\]]*\\]", "").replaceAll("span=Span\\[[^\\]]*\\]", "");
    }
}
