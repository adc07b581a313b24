// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.Explanation;
import io.kguard.engine.RuleOutcome;
import io.kguard.rule.Rule;
import java.util.Optional;

/** Explains that a rule's silence proves nothing about the events that earlier rules matched. */
final class HiddenEventsText {
    private HiddenEventsText() {}

    static String of(RuleOutcome outcome) {
        long hidden = outcome.eventsHidden();
        Optional<String> taker = outcome.closest().stream()
                .map(Explanation::takenBy)
                .flatMap(Optional::stream)
                .map(Rule::name)
                .findFirst();
        return "It stayed silent, but earlier rules matched " + hidden + (hidden == 1 ? " event" : " events")
                + " of its types first, so its condition was not evaluated on "
                + (hidden == 1 ? "it." : "them.")
                + taker.map(name -> " One of those rules is \"" + name + "\".").orElse("")
                + "\nMove the rule up, make the earlier ones narrower, match all rules,"
                + " or allow it in the scenario: silent: [{rule: \""
                + outcome.rule().name() + "\", hidden: allowed}]";
    }
}
