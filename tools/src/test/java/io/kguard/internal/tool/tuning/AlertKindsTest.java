// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.engine.Alert;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No alert is left out in silence: an attack that is not kept could be excepted. */
class AlertKindsTest {
    private static final int MOST = 10_000;
    private static final Rule RULE = RuleLoader.of(FalcoVersion.CURRENT)
            .loadText(
                    "rules",
                    "- {rule: Read, desc: d, condition: evt.type = open, output: read %fd.name, priority: INFO}")
            .rules()
            .get(0);

    private final AlertKinds kinds = new AlertKinds();

    @Test
    void moreThanCanBeKeptIsAnError() {
        for (int i = 0; i < MOST; i++) {
            kinds.add("work", 0, alert(i));
        }
        kinds.add("work", 0, alert(0));

        assertThat(kinds.of("Read")).hasSize(MOST);
        assertThatThrownBy(() -> kinds.add("work", 0, alert(MOST)))
                .isInstanceOf(TooManyKindsException.class)
                .hasMessageStartingWith("The rule \"Read\" raises more than 10000 different alerts.");
    }

    private static Alert alert(int number) {
        return new Alert(RULE, 0, 0, "read", Map.of("fd.name", "/data/" + number));
    }
}
