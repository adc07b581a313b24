// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.kguard.reaction.ReactionResult.Outcome;

/**
 * The result of an action.
 *
 * @param target its object
 * @param outcome its result
 * @param detail why, or what it printed; may be empty
 */
record Finished(String target, Outcome outcome, String detail) {
    static Finished done(String target) {
        return new Finished(target, Outcome.DONE, "");
    }

    static Finished failed(String target, String reason) {
        return new Finished(target, Outcome.FAILED, reason);
    }

    static Finished gone(String target, String reason) {
        return new Finished(target, Outcome.GONE, reason);
    }

    static Finished leftAlone(String target, String reason) {
        return new Finished(target, Outcome.LEFT_ALONE, reason);
    }
}
