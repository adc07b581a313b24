// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import org.apiguardian.api.API;

/**
 * The result of an action.
 *
 * @param reaction the reaction's name
 * @param action the action's name
 * @param actionner Falco Talon's name of what it does
 * @param rule the rule whose alert triggered it
 * @param target the object of the action, such as {@code pod ci/jenkins-0}
 * @param outcome its result
 * @param detail why it failed or did nothing, or what it printed; may be empty
 */
@API(status = API.Status.INTERNAL)
public record ReactionResult(
        String reaction, String action, String actionner, String rule, String target, Outcome outcome, String detail) {
    private static final int SHOWN = 200;

    /** The result of an action. */
    public enum Outcome {
        /** It was done. */
        DONE,
        /** Falco Talon does not get the alert. */
        NOT_RECEIVED,
        /** Falco Talon drops the alert, since it has just got one with the same text. */
        DUPLICATE,
        /** Falco Talon leaves such an object alone. */
        LEFT_ALONE,
        /** The object was gone already. Falco Talon takes that for an error, but an alert may come twice. */
        GONE,
        /** The reaction is a dry run. */
        DRY_RUN,
        /** It can't be done in a simulation. */
        NOT_SIMULATED,
        /** It failed, and the action says that its errors are ignored. */
        ERROR_IGNORED,
        /** It failed. */
        FAILED
    }

    /** Whether it was done. */
    public boolean isDone() {
        return outcome == Outcome.DONE;
    }

    /** Whether the alert set something off: Falco Talon got it, and did not drop it. */
    public boolean isSetOff() {
        return outcome != Outcome.NOT_RECEIVED && outcome != Outcome.DUPLICATE;
    }

    /** Whether it failed, and its errors are not ignored. */
    public boolean isFailed() {
        return outcome == Outcome.FAILED;
    }

    @Override
    public String toString() {
        String text = actionner + (target.isEmpty() ? "" : " on " + target) + " for \"" + rule + "\"";
        String what = switch (outcome) {
            case DONE -> "";
            case NOT_RECEIVED -> " did not run";
            case DUPLICATE -> " did not run again";
            case LEFT_ALONE -> " left it alone";
            case GONE -> " came too late";
            case DRY_RUN -> " was a dry run";
            case NOT_SIMULATED -> " is not simulated";
            case ERROR_IGNORED -> " failed, which is ignored";
            case FAILED -> "";
        };
        boolean told = outcome != Outcome.DONE && !detail.isEmpty();
        return text
                + what
                + (told ? ": " + (detail.length() <= SHOWN ? detail : detail.substring(0, SHOWN) + "...") : "");
    }
}
