// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import java.util.List;
import org.apiguardian.api.API;

/**
 * What is done about alerts, as a rule of Falco Talon says it.
 *
 * @param name its name in results
 * @param match which alerts it is for
 * @param actions what is done, in order, until one fails or is the last by its nature
 */
@API(status = API.Status.EXPERIMENTAL)
public record Reaction(String name, AlertMatch match, List<Action> actions) {
    /** Copies the list, which has at least one action. */
    public Reaction {
        actions = List.copyOf(actions);
        if (actions.isEmpty()) {
            throw new IllegalArgumentException("the reaction " + name + " has no action");
        }
    }
}
