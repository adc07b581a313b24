// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import org.apiguardian.api.API;

/**
 * The result of an action.
 *
 * @param reaction the reaction's name
 * @param actionner Falco Talon's name of the action
 * @param rule the rule whose alert triggered it
 * @param target the object of the action, such as {@code pod ci/jenkins-0}
 * @param problem why it failed; empty if it succeeded
 */
@API(status = API.Status.EXPERIMENTAL)
public record ReactionResult(String reaction, String actionner, String rule, String target, String problem) {
    /** Whether it succeeded. */
    public boolean isDone() {
        return problem.isEmpty();
    }

    @Override
    public String toString() {
        return actionner + " on " + target + " for \"" + rule + "\"" + (isDone() ? "" : ": " + problem);
    }
}
