// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * What to do about alerts, as in a rule of Falco Talon.
 *
 * @param name its name in results
 * @param match selects the alerts
 * @param actions the actions, in order
 * @param dryRun whether it only says what it would do
 * @param continues whether reactions after it see the same alert
 * @param notes what its file has and has no effect
 */
@API(status = API.Status.INTERNAL)
public record Reaction(
        String name,
        AlertMatch match,
        List<PlannedAction> actions,
        boolean dryRun,
        boolean continues,
        List<Note> notes) {
    /** Copies the lists. There must be an action. */
    public Reaction {
        actions = List.copyOf(actions);
        notes = List.copyOf(notes);
        if (actions.isEmpty()) {
            throw new IllegalArgumentException("the reaction " + name + " has no action");
        }
    }

    /** A reaction with these actions. */
    public static Reaction of(String name, AlertMatch match, Action... actions) {
        return new Reaction(
                name, match, Stream.of(actions).map(PlannedAction::of).toList(), false, true, List.of());
    }

    /**
     * Something in its file that has no effect in a simulation.
     *
     * @param cause why
     * @param text what it is, as a sentence
     */
    public record Note(Cause cause, String text) {

        /** Why it has no effect. */
        public enum Cause {
            /** kguard does not simulate it. */
            NOT_SIMULATED,
            /** Nothing heeds it, neither Falco Talon nor kguard. The warnings of its file have it, too. */
            NOT_HEEDED
        }

        static Note notSimulated(String text) {
            return new Note(Cause.NOT_SIMULATED, text);
        }

        static Note notHeeded(String text) {
            return new Note(Cause.NOT_HEEDED, text);
        }
    }
}
