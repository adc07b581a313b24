// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.engine.Alert;
import java.util.List;
import org.assertj.core.error.BasicErrorMessageFactory;

/** There are alerts, but none were expected. */
final class ShouldHaveNoAlert extends BasicErrorMessageFactory {
    private static final int MAX_SHOWN = 10;

    ShouldHaveNoAlert(String scenario, List<Alert> alerts) {
        super("%s", unquotedString(text(scenario, alerts)));
    }

    private static String text(String scenario, List<Alert> alerts) {
        StringBuilder text = new StringBuilder("Scenario " + scenario + " must trigger no rule, but it did:");
        alerts.stream().limit(MAX_SHOWN).forEach(alert -> text.append("\n    ").append(AlertText.line(alert)));
        if (alerts.size() > MAX_SHOWN) {
            text.append("\n    and ").append(alerts.size() - MAX_SHOWN).append(" more");
        }
        return text.toString();
    }
}
