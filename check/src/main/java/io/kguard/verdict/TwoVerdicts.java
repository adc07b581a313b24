// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Alert;
import io.kguard.engine.Session;
import io.kguard.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * What two sets of rules say of the same events of a scenario.
 *
 * @param scenario the scenario
 * @param before the alerts of the one
 * @param after the alerts of the other
 * @param doubts why they can't be compared; empty if they can
 */
@API(status = API.Status.INTERNAL)
public record TwoVerdicts(Scenario scenario, List<Alert> before, List<Alert> after, List<String> doubts) {
    /** Copies the lists. */
    public TwoVerdicts {
        before = List.copyOf(before);
        after = List.copyOf(after);
        doubts = List.copyOf(doubts);
    }

    public static TwoVerdicts of(Scenario scenario, List<Alert> before, List<String> doubtsBefore, Detections after) {
        Set<String> doubts = new LinkedHashSet<>(doubtsBefore);
        doubts.addAll(after.doubts());
        if (before.size() >= Session.MAX_ALERTS || after.alerts().size() >= Session.MAX_ALERTS) {
            doubts.add("the rules raise more than " + Session.MAX_ALERTS + " alerts, which is all that is kept");
        }
        return new TwoVerdicts(scenario, before, after.alerts(), new ArrayList<>(doubts));
    }

    /** The result of a scenario that could not be played. */
    public static TwoVerdicts inDoubt(Scenario scenario, String doubt) {
        return new TwoVerdicts(scenario, List.of(), List.of(), List.of(doubt));
    }
}
