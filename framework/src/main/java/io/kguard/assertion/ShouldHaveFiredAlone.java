// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.engine.Alert;
import java.util.List;
import org.assertj.core.error.BasicErrorMessageFactory;

/** A rule fired, but other rules did too. */
final class ShouldHaveFiredAlone extends BasicErrorMessageFactory {
    private static final int MAX_SHOWN = 10;

    ShouldHaveFiredAlone(String scenario, String rule, List<Alert> others) {
        super("%s", unquotedString(text(scenario, rule, others)));
    }

    private static String text(String scenario, String rule, List<Alert> others) {
        StringBuilder text =
                new StringBuilder("Rule \"" + rule + "\" fired in scenario " + scenario + ", but not alone.\n");
        text.append("  Alerts of other rules:");
        others.stream().limit(MAX_SHOWN).forEach(alert -> text.append("\n    ").append(AlertText.line(alert)));
        if (others.size() > MAX_SHOWN) {
            text.append("\n    and ").append(others.size() - MAX_SHOWN).append(" more");
        }
        return text.append("\n  If they may fire too, use firedRule.").toString();
    }
}
