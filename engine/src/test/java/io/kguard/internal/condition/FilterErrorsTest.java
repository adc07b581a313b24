// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionSyntaxException;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What Falco 0.40 refuses, kguard refuses in the same words, including positions. */
@RequiresShared
class FilterErrorsTest {
    @Test
    void everyErrorHasFalcosText() throws IOException {
        List<String> deviations = new ArrayList<>();
        List<String> lines = Files.readAllLines(Shared.path("conformance/filters/errors.jsonl"));
        for (String line : lines) {
            Map<String, String> node = new Yaml().load(line); // JSON is YAML
            String filter = node.get("filter");
            String expected = node.get("error");
            String actual = error(filter);
            if (!expected.equals(actual)) {
                deviations.add(filter + "\n  expected: " + expected + "\n  actual:   " + actual);
            }
        }
        assertThat(lines).hasSizeGreaterThanOrEqualTo(60);
        assertThat(deviations).isEmpty();
    }

    private static String error(String filter) {
        try {
            new TypeChecker(FieldCatalogue.of(FalcoVersion.V0_40))
                    .check(ConditionParser.parse(filter, FalcoVersion.V0_40));
            return "none";
        } catch (ConditionSyntaxException | ConditionException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
