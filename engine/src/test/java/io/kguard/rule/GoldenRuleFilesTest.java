// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.event.FalcoVersion;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rule files, the loader's messages about them, and the loaded rules. */
class GoldenRuleFilesTest {

    @TestFactory
    Stream<DynamicTest> saysThis() {
        return new Golden("rule/golden", ".txt").tests((name, text) -> {
            FalcoVersion version = text.contains("falco: 0.40") ? FalcoVersion.V0_40 : FalcoVersion.CURRENT;
            return text(RuleLoader.of(version).loadText(name, text));
        });
    }

    private static String text(LoadResult result) {
        StringBuilder text = new StringBuilder();
        result.diagnostics()
                .forEach(diagnostic -> text.append(diagnostic.render()).append('\n'));
        for (Rule rule : result.rules()) {
            text.append("rule: ").append(rule.name());
            text.append(rule.enabled() ? "" : " (disabled)").append('\n');
            text.append("  condition: ").append(rule.text()).append('\n');
            text.append("  output: '").append(rule.output()).append("'\n");
            text.append("  priority: ")
                    .append(rule.priority())
                    .append(", tags: ")
                    .append(rule.tags())
                    .append('\n');
        }
        return text.toString();
    }
}
