// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import java.util.List;
import org.apiguardian.api.API;

/**
 * An action of a reaction.
 *
 * @param name its name in results
 * @param action what is done
 * @param continues whether the next action runs after it
 * @param ignoresErrors whether the next action runs even if it fails
 * @param contexts what is added to the variables of a command or a script: {@code k8snode}
 */
@API(status = API.Status.INTERNAL)
public record PlannedAction(
        String name, Action action, boolean continues, boolean ignoresErrors, List<String> contexts) {
    /** Copies the list. */
    public PlannedAction {
        contexts = List.copyOf(contexts);
    }

    /** An action named after its actionner. */
    public static PlannedAction of(Action action) {
        return new PlannedAction(action.actionner(), action, action.continuesByDefault(), false, List.of());
    }
}
