// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.diagnostic.Position;
import io.kguard.internal.condition.Clause;
import io.kguard.rule.Rule;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How a rule's condition evaluated on an event.
 *
 * @param rule the rule
 * @param eventNumber the event's number
 * @param event what happened, such as {@code execve by bash[4711] in jenkins-0}
 * @param matched whether the condition was true
 * @param clauses the operands of the condition's outermost {@code and}, in the order written
 * @param failing where the first clause that was false is written in the rule; empty if the condition was true
 * @param takenBy the earlier rule that matched the event first and hid this rule's alert, or null
 */
@API(status = API.Status.INTERNAL)
public record Explanation(
        Rule rule,
        long eventNumber,
        String event,
        boolean matched,
        List<Clause> clauses,
        Optional<Position> failing,
        Optional<Rule> takenBy) {
    public Explanation {
        clauses = List.copyOf(clauses);
    }

    /** How many clauses were true before the first that was false. */
    public int reach() {
        int reach = 0;
        while (reach < clauses.size() && clauses.get(reach).outcome() == Clause.Outcome.YES) {
            reach++;
        }
        return reach;
    }
}
