// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.derivation;

import io.kguard.capture.EventScriptException;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.field.FieldCatalogue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds an act on which a condition is true. The same input gives the same act. */
public final class ActSolver {
    /** How often an act that does not do is mended. */
    private static final int MOST_TRIALS = 12;

    private static final int MOST_KEPT = 4096;

    private final FieldCatalogue fields;
    private final FalcoVersion version;
    private final OrdinaryCalls ordinary;
    private final Map<Act, Facts> solved = new LinkedHashMap<>();
    private @Nullable Act tried;

    /**
     * A solver.
     *
     * @param fields the fields of the source of a rule
     * @param version Falco's, whose events are written
     */
    public ActSolver(FieldCatalogue fields, FalcoVersion version) {
        this.fields = fields;
        this.version = version;
        this.ordinary = new OrdinaryCalls(version);
    }

    /**
     * Finds an act.
     *
     * @param goal a condition, with macros resolved
     * @param near an act to stay close to, or null
     */
    public Answer solve(Condition goal, @Nullable Act near) {
        if (!fields.source().equals(EventSource.SYSCALL)) {
            return new Answer.Unsolved(goal, "the source " + fields.source() + " is not known");
        }
        Trial trial = new Trial(fields, version, goal);
        SyscallFields known = new SyscallFields(fields, ordinary.types());
        ValueFinder finder = new ValueFinder(ordinary, near == null ? null : solved.get(near));
        Set<String> blocked = new HashSet<>();
        Condition clause = goal;
        String why = "the search has no result";
        for (int i = 0; i < MOST_TRIALS; i++) {
            BranchSearch search = new BranchSearch(known, finder, blocked);
            Branch branch = search.find(goal, new Facts(Map.of(), ordinary));
            if (branch == null) {
                Demand conflict = search.conflict();
                if (i == 0 && conflict != null) {
                    clause = conflict.condition();
                    why = "no value was found that agrees with the other clauses";
                }
                return new Answer.Unsolved(clause, why);
            }
            Act.Script act = new Act.Script(ScriptMaker.write(ordinary.types(), branch.facts()));
            tried = act;
            Trial.Outcome outcome;
            try {
                outcome = trial.of(act.tree(), branch.steps());
            } catch (EventScriptException e) {
                return new Answer.Unsolved(goal, "the act can't be written: " + e.getMessage());
            }
            if (outcome.holds()) {
                if (solved.size() < MOST_KEPT) {
                    solved.put(act, branch.facts());
                }
                return new Answer.Solved(act);
            }
            if (outcome.failing().isEmpty()) {
                return new Answer.Unsolved(goal, "all clauses hold on an event, but Falco evaluates the rule on no such event");
            }
            if (i == 0) {
                clause = outcome.failing().get(0).demand().condition();
                why = "the engine finds it false: " + ConditionPrinter.print(clause);
            }
            outcome.failing().forEach(step -> blocked.add(step.key()));
        }
        return new Answer.Unsolved(clause, why);
    }

    /** The act that was tried last; null if there was none. It shows why a condition stays unsolved. */
    @Nullable
    Act tried() {
        return tried;
    }
}
