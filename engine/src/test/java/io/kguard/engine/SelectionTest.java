// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Falco's matches_wildcard says of these, before and after falco#3913. */
class SelectionTest {
    @ParameterizedTest
    @CsvSource({
        "Shell in a shell, *shell, true, true",
        "shell in a shell, *shell, false, true",
        "shell in a shell, shell*shell, true, true",
        "a shell and more, 'a *shell', false, false",
        "abab, *ab, false, true",
        "abab, *a*b, false, true",
        "aab, *ab, true, true",
        "abcabd, a*b*d, true, true",
        "abcbcd, a*bcd, true, true",
        "ab, a**b, true, true",
        "ab, a*b*, true, true",
        "ab, **, true, true",
        "ab, ab, true, true",
        "abc, ab, false, false",
        "a.b, a?b, false, false"
    })
    void aStarMatchesTheFirstPlaceUntil044(String name, String pattern, boolean until, boolean since) {
        String yaml =
                "- rule: \"" + name + "\"\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n";
        for (FalcoVersion version : FalcoVersion.values()) {
            Rule rule = RuleLoader.of(version)
                    .loadText("r.yaml", yaml)
                    .orThrow()
                    .rules()
                    .get(0);
            assertThat(Selection.enableRule(pattern).selects(rule, version))
                    .as("Falco %s", version)
                    .isEqualTo(version.atLeast(FalcoVersion.V0_45) ? since : until);
        }
    }
}
