// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A check, in the words of the page's template.
 *
 * @param entry the check
 * @param id the id of its row
 * @param ruleId the id of its rule; empty if that is in no rule file
 * @param simulationId the id of its simulation
 */
record CheckView(CheckEntry entry, String id, String ruleId, String simulationId) {
    List<String> notes() {
        List<String> notes = new ArrayList<>(entry.result().notes());
        entry.runs().ifPresent(runs -> notes.add(runs.text()));
        return notes;
    }

    String techniques() {
        return Techniques.named(entry.techniques());
    }

    /** The number of its rule's alerts. */
    int alerts() {
        return entry.alerts().size();
    }

    long events() {
        return entry.result().eventsSeen();
    }

    String time() {
        return HtmlPage.seconds(entry.result().millis());
    }
}
