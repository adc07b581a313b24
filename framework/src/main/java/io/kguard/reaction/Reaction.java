// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import java.util.List;
import org.apiguardian.api.API;

/**
 * What to do about alerts, as in a rule of Falco Talon.
 *
 * @param name its name in results
 * @param match selects the alerts
 * @param actions the actions, in order; the first that fails or {@link Action#isLast} ends the reaction
 */
@API(status = API.Status.EXPERIMENTAL)
public record Reaction(String name, AlertMatch match, List<Action> actions) {
    /** Copies the list, which must not be empty. */
    public Reaction {
        actions = List.copyOf(actions);
        if (actions.isEmpty()) {
            throw new IllegalArgumentException("the reaction " + name + " has no action");
        }
    }
}
