// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import org.apiguardian.api.API;

/**
 * What an action came to.
 *
 * @param reaction the reaction's name
 * @param actionner what Falco Talon calls the action
 * @param rule the rule whose alert set it off
 * @param target what it was done to, such as {@code pod ci/jenkins-0}
 * @param problem why it could not be done; empty if it was
 */
@API(status = API.Status.EXPERIMENTAL)
public record ReactionResult(String reaction, String actionner, String rule, String target, String problem) {
    /** Whether it was done. */
    public boolean isDone() {
        return problem.isEmpty();
    }

    @Override
    public String toString() {
        return actionner + " on " + target + " for \"" + rule + "\"" + (isDone() ? "" : ": " + problem);
    }
}
