// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.report.HtmlPage.AlertView;
import io.kguard.internal.report.HtmlPage.StepView;
import java.util.List;

/**
 * A simulation with its alerts, in the words of the page's template.
 *
 * @param id its id
 * @param checks the checks that are about it, at least one
 * @param alerts the alerts that are shown
 * @param steps how its steps ended
 * @param chainLine what happened after its alerts, in the order of time
 * @param chain what happened after its alerts
 * @param timeLine its processes and alerts
 */
record SimulationView(
        String id,
        List<CheckEntry> checks,
        List<AlertView> alerts,
        List<StepView> steps,
        ChainLine chainLine,
        ChainView chain,
        TimeLine timeLine) {
    CheckEntry first() {
        return checks.get(0);
    }

    String label() {
        return first().simulation();
    }

    String verdict() {
        return CheckEntry.word(checks);
    }

    String techniques() {
        return Techniques.named(first().techniques());
    }

    String events() {
        return first().result().eventsSeen() + " events";
    }

    long millis() {
        return first().result().millis();
    }

    String time() {
        return HtmlPage.seconds(millis());
    }

    private long raised() {
        return first().result().findings().fired().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    String alertCount() {
        long raised = raised();
        return raised == 0 ? "no alert" : raised + (raised == 1 ? " alert" : " alerts");
    }

    /** The command that plays it again; empty for a rule test. */
    String again() {
        return HtmlPage.again(first());
    }

    String leftOut() {
        long left = raised() - alerts.size();
        return left > 0 ? left + " more alerts are left out." : "";
    }
}
