// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.field.EventContext;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Conditions that are evaluated together. For each kind of event they become a {@link Program}: what the kind decides is
 * decided once, what conditions share is evaluated once per event.
 *
 * <p>Safe for use by several threads.
 */
public final class ConditionSet {
    /** Fields whose value is the same for all events of a type. */
    private static final Set<String> BY_TYPE = Set.of(
            "evt.type",
            "syscall.type",
            "evt.dir",
            "evt.type.is",
            "evt.is_io",
            "evt.is_io_read",
            "evt.is_io_write",
            "evt.is_wait",
            "evt.io_dir");

    private final TextTable texts = new TextTable();
    private final LogicPool pool = new LogicPool(ConditionSet::isByType);
    private final List<LogicNode> conditions = new ArrayList<>();

    /** A set of conditions; they are referred to by their place in the list. */
    public ConditionSet(List<TypedCondition> conditions) {
        for (TypedCondition condition : conditions) {
            this.conditions.add(pool.of(condition));
        }
        this.conditions.forEach(c -> register(c, new BitSet()));
    }

    /** Enters all comparisons of texts into the table, so that evaluations know from the start how many there are. */
    private void register(LogicNode node, BitSet seen) {
        if (seen.get(node.id())) {
            return;
        }
        seen.set(node.id());
        node.children().forEach(c -> register(c, seen));
        if (node.is(LogicNode.Kind.LEAF)
                && node.check() instanceof TypedCheck.Compare compare
                && compare.value() instanceof ValuePredicate.Text text) {
            texts.column(compare.reader()).number(text.predicate());
        }
    }

    TextTable texts() {
        return texts;
    }

    /**
     * The program for events like an example.
     *
     * @param candidates which conditions may hold for them at all
     * @param example the context at the first such event; what only depends on the type is read off it
     * @param uniform whether all these events have the same {@code evt.type}
     * @param compiled whether to make code of it
     */
    public synchronized Program program(BitSet candidates, EventContext example, boolean uniform, boolean compiled) {
        Map<LogicNode, LogicNode> decisions = new HashMap<>();
        List<Integer> numbers = new ArrayList<>();
        List<LogicNode> remaining = new ArrayList<>();
        for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
            if (uniform) {
                decide(conditions.get(i), example, decisions);
            }
        }
        for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
            LogicNode condition = pool.replace(conditions.get(i), decisions);
            if (condition != pool.no) {
                numbers.add(i);
                remaining.add(condition);
            }
        }
        remaining.forEach(c -> register(c, new BitSet()));
        return new Program(
                numbers,
                compiled && !remaining.isEmpty()
                        ? new MatcherCompiler(texts, remaining).compile()
                        : new Matcher.Interpreted(remaining));
    }

    private void decide(LogicNode node, EventContext example, Map<LogicNode, LogicNode> decisions) {
        if (node.is(LogicNode.Kind.LEAF)) {
            if (isByType(node.check())) {
                decisions.put(node, node.check().test(example) ? pool.yes : pool.no);
            }
            return;
        }
        node.children().forEach(c -> decide(c, example, decisions));
    }

    private static boolean isByType(TypedCheck check) {
        return !(check instanceof TypedCheck.Pair)
                && BY_TYPE.contains(check.reader().name());
    }
}
