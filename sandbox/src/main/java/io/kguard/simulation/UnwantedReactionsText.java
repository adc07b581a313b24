// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.reaction.ReactionResult;
import io.kguard.reaction.TimedReaction;
import java.util.List;
import java.util.stream.Collectors;

/** A twin triggered reactions. */
final class UnwantedReactionsText {
    private static final int MAX_TOLD = 8;

    private UnwantedReactionsText() {}

    /** What to say of the reactions of a twin; empty if there are none. */
    static List<String> of(String scenario, List<TimedReaction> results) {
        List<ReactionResult> reactions = results.stream()
                .map(TimedReaction::result)
                .filter(ReactionResult::isSetOff)
                .toList();
        if (reactions.isEmpty()) {
            return List.of();
        }
        String told = reactions.stream()
                .limit(MAX_TOLD)
                .map(reaction -> "\n    " + reaction.reaction() + ": " + reaction)
                .collect(Collectors.joining());
        String more = reactions.size() > MAX_TOLD ? "\n    and " + (reactions.size() - MAX_TOLD) + " more" : "";
        return List.of("The twin " + scenario + " is legitimate, but it triggered reactions:" + told + more
                + "\nLet the reaction match fewer alerts, or change the rule.");
    }
}
