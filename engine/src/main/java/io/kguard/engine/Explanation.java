// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.internal.condition.Clause;
import io.kguard.rule.Rule;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How a rule fared on an event.
 *
 * @param rule the rule
 * @param eventNumber the event's number
 * @param event what happened, such as {@code execve by bash[4711] in jenkins-0}
 * @param matched whether the condition held
 * @param clauses the parts of the condition that are taken together by {@code and}, in the order written
 * @param takenBy the earlier rule that matched the event first, so that this one's alert was hidden
 */
@API(status = API.Status.EXPERIMENTAL)
public record Explanation(
        Rule rule, long eventNumber, String event, boolean matched, List<Clause> clauses, Optional<Rule> takenBy) {
    public Explanation {
        clauses = List.copyOf(clauses);
    }

    /** How many clauses held before the first that didn't. */
    public int reach() {
        int reach = 0;
        while (reach < clauses.size() && clauses.get(reach).outcome() == Clause.Outcome.YES) {
            reach++;
        }
        return reach;
    }
}
