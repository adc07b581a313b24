// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.List;

/** Which rules are evaluated, and in which order. */
final class Selected {
    private Selected() {}

    /**
     * The rules that the options enable and that are severe enough. As in Falco, a rule that only a selection enables
     * goes to the end, because Falco adds it after the others.
     */
    static List<Rule> of(List<Rule> rules, EngineOptions options) {
        List<Rule> active = new ArrayList<>(rules.stream().filter(Rule::enabled).toList());
        for (Selection selection : options.selections()) {
            for (Rule rule : rules) {
                if (selection.selects(rule)) {
                    if (!selection.enable()) {
                        active.remove(rule);
                    } else if (!active.contains(rule)) {
                        active.add(rule);
                    }
                }
            }
        }
        active.removeIf(r -> !r.priority().isAtLeast(options.minimum()));
        return active;
    }
}
