// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static io.kguard.internal.tool.derive.Fact.Key.EXE;
import static io.kguard.internal.tool.derive.Fact.Key.NAME;
import static io.kguard.internal.tool.derive.Fact.Key.PATH;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Operand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a way through a condition on which all demands agree. What decides the event type comes first, and of each {@code or}
 * the part that changes least.
 */
final class BranchSearch {
    /** The size of the first search. A search that gets larger begins again, with what it learned of the parts. */
    private static final int FIRST_LIMIT = 200;

    private static final int COST_OF_UNKNOWN = 40;
    private static final int COST_OF_NEVER = 1000;
    private static final int MOST_PROCESSES = 5;

    private final Alternatives fields;
    private final ValueFinder finder;
    /** The steps that were tried and did not work. */
    private final Set<String> blocked;

    private final IdentityHashMap<Condition, Boolean> mentionsType = new IdentityHashMap<>();
    private final ActSolver.Effort effort;
    /** How often each part had no way that agrees with the others. What fails often is tried early. */
    private final IdentityHashMap<Condition, Integer> failures = new IdentityHashMap<>();

    private int nodes;
    private int limit;
    private @Nullable Demand conflict;
    private int deepest = -1;

    BranchSearch(Alternatives fields, ValueFinder finder, Set<String> blocked, ActSolver.Effort effort) {
        this.effort = effort;
        this.fields = fields;
        this.finder = finder;
        this.blocked = blocked;
    }

    private boolean isOver() {
        return effort.isSpent() || nodes > limit;
    }

    private record State(Facts facts, Map<Fact, List<Wanted>> needs, List<Branch.Step> steps) {
        State copy() {
            Map<Fact, List<Wanted>> copied = new LinkedHashMap<>();
            needs.forEach((fact, list) -> copied.put(fact, new ArrayList<>(list)));
            return new State(facts.copy(), copied, new ArrayList<>(steps));
        }
    }

    /** A branch, or null if none was found. */
    @Nullable
    Branch find(Condition condition, Facts start) {
        for (limit = FIRST_LIMIT; !effort.isSpent(); limit *= 2) {
            nodes = 0;
            State state = new State(start.copy(), new LinkedHashMap<>(), new ArrayList<>());
            Branch found = search(state, List.of(new Part(condition, false)));
            if (found != null || nodes <= limit) {
                return found;
            }
        }
        return null;
    }

    /** The demand on which the search got stuck furthest; null if it never did. */
    @Nullable
    Demand conflict() {
        return conflict;
    }

    private @Nullable Branch search(State state, List<Part> open) {
        if (!effort.spend() || ++nodes > limit) {
            return null;
        }
        List<Part> goals = Part.flattened(open);
        if (goals.isEmpty()) {
            harmonize(state);
            return new Branch(state.facts(), state.steps());
        }
        Part next = goals.stream().min(Comparator.comparingInt(this::rank)).orElseThrow();
        List<Part> others = new ArrayList<>(goals);
        others.remove(next);
        if (next.condition() instanceof Condition.Check check) {
            return ofCheck(new Demand(check, next.negated()), state, others);
        }
        List<Part> parts = new ArrayList<>(next.joined());
        Map<Part, Integer> costs = new HashMap<>();
        parts.forEach(part -> costs.put(part, cost(part, state)));
        parts.sort(Comparator.comparingInt(costs::get));
        for (Part part : parts) {
            List<Part> rest = new ArrayList<>(others);
            rest.add(part);
            Branch found = search(state, rest);
            if (found != null || isOver()) {
                return found;
            }
        }
        failures.merge(next.condition(), 1, Integer::sum);
        return null;
    }

    /** Gives a program that is asked for by its path, or as {@code argv[0]}, its name, if nothing is asked of the name. */
    private void harmonize(State state) {
        for (int i = 0; i < MOST_PROCESSES; i++) {
            Fact name = Fact.of(i, NAME);
            String exe = state.facts().decided(Fact.of(i, EXE));
            String path = state.facts().decided(Fact.of(i, PATH));
            String program = path != null ? path : exe;
            if (program != null && state.facts().decided(name) == null) {
                State changed = state.copy();
                String last = program.substring(program.lastIndexOf('/') + 1);
                changed.facts().decide(name, last.substring(0, Math.min(OrdinaryCalls.MAX_NAME, last.length())));
                if (program.startsWith("/")) {
                    changed.facts().decide(Fact.of(i, PATH), program);
                }
                boolean sound =
                        finder.isSound(name, changed.facts()) && finder.isSound(Fact.of(i, PATH), changed.facts());
                if (sound && isSatisfied(changed)) {
                    changed.facts().all().forEach(state.facts()::decide);
                }
            }
        }
    }

    private static boolean isSatisfied(State state) {
        return state.needs().entrySet().stream()
                .allMatch(entry -> ValueFinder.isSatisfied(entry.getKey(), entry.getValue(), state.facts()));
    }

    private @Nullable Branch ofCheck(Demand demand, State state, List<Part> others) {
        List<List<Wanted>> ways = fields.of(demand, state.facts());
        if (ways == null) {
            Branch.Step step = new Branch.Step(demand, 0);
            if (blocked.contains(step.key())) {
                stuck(demand, state);
                return null;
            }
            State next = state.copy();
            next.steps().add(step);
            return search(next, others);
        }
        boolean any = false;
        for (int way = 0; way < ways.size(); way++) {
            Branch.Step step = new Branch.Step(demand, way);
            if (blocked.contains(step.key())) {
                continue;
            }
            State next = state.copy();
            next.steps().add(step);
            if (add(ways.get(way), next)) {
                any = true;
                Branch found = search(next, others);
                if (found != null || isOver()) {
                    return found;
                }
            }
        }
        if (!any) {
            stuck(demand, state);
        }
        return null;
    }

    private void stuck(Demand demand, State state) {
        if (state.steps().size() > deepest) {
            deepest = state.steps().size();
            conflict = demand;
        }
    }

    private boolean add(List<Wanted> needs, State state) {
        for (Wanted need : needs) {
            List<Wanted> all = state.needs().computeIfAbsent(need.fact(), fact -> new ArrayList<>());
            all.add(need);
            if (!ValueFinder.isSatisfied(need.fact(), all, state.facts())
                    && !finder.decide(need.fact(), state.needs(), state.facts())) {
                return false;
            }
        }
        return settle(state);
    }

    /** One fact may show in what is asked of another: decides again until all are right. */
    private boolean settle(State state) {
        for (int round = 0; round < 3; round++) {
            boolean right = true;
            for (Map.Entry<Fact, List<Wanted>> entry : state.needs().entrySet()) {
                if (!finder.isSound(entry.getKey(), state.facts())
                        || !ValueFinder.isSatisfied(entry.getKey(), entry.getValue(), state.facts())) {
                    right = false;
                    if (!finder.decide(entry.getKey(), state.needs(), state.facts())) {
                        return false;
                    }
                }
            }
            if (right) {
                return true;
            }
        }
        return false;
    }

    private int rank(Part goal) {
        if (goal.condition() instanceof Condition.Check check) {
            return isOfType(check) ? 0 : goal.negated() ? 3 : 2;
        }
        int failed = failures.getOrDefault(goal.condition(), 0);
        int size = Math.min(100, goal.condition().children().size());
        if (failed > 0) {
            return failed > 5 ? 2 : 9;
        }
        return mentionsType(goal.condition()) && !goal.negated() ? 1 : 10 + size;
    }

    private static boolean isOfType(Condition.Check check) {
        return check.left() instanceof Operand.FieldRef ref
                && (ref.name().equals("evt.type")
                        || ref.name().equals("syscall.type")
                        || ref.name().startsWith("evt.is_open"));
    }

    private boolean mentionsType(Condition condition) {
        Boolean known = mentionsType.get(condition);
        if (known != null) {
            return known;
        }
        boolean mentions = condition instanceof Condition.Check check && isOfType(check)
                || condition.children().stream().anyMatch(this::mentionsType);
        mentionsType.put(condition, mentions);
        return mentions;
    }

    /** How much must change so that a goal is reached. */
    private int cost(Part goal, State state) {
        Condition condition = goal.condition();
        if (condition instanceof Condition.Not not) {
            return cost(new Part(not.child(), !goal.negated()), state);
        } else if (condition instanceof Condition.Check check) {
            return cost(new Demand(check, goal.negated()), state);
        }
        boolean all = condition instanceof Condition.MacroUse || condition instanceof Condition.And != goal.negated();
        int sum = 0;
        int least = Integer.MAX_VALUE;
        for (Part part : goal.joined()) {
            int cost = cost(part, state);
            sum += cost;
            least = Math.min(least, cost);
        }
        return all ? sum : least;
    }

    private int cost(Demand demand, State state) {
        if (!effort.spend()) {
            return COST_OF_NEVER;
        }
        List<List<Wanted>> ways = fields.of(demand, state.facts());
        if (ways == null) {
            return demand.negated() ? 3 : COST_OF_UNKNOWN;
        }
        int least = COST_OF_NEVER;
        for (int way = 0; way < ways.size(); way++) {
            if (blocked.contains(new Branch.Step(demand, way).key())) {
                continue;
            }
            int sum = 0;
            for (Wanted need : ways.get(way)) {
                if (!ValueFinder.isSatisfied(need.fact(), List.of(need), state.facts())) {
                    sum += state.needs().containsKey(need.fact()) ? 5 : finder.isUnusual(need, state.facts()) ? 3 : 2;
                }
            }
            least = Math.min(least, sum);
        }
        return least;
    }
}
