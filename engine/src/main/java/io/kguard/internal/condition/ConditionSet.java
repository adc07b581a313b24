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
 * Conditions that are evaluated together. For each kind of event they become a {@link Program}: what depends only on
 * the kind is decided once, and what conditions share is evaluated once per event.
 *
 * <p>Thread-safe.
 */
public final class ConditionSet {
    /** Fields that have the same value for all events of a type. */
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
    private final Decider.Maker deciders = new Decider.Maker(texts);
    private final Witnesses witnesses = new Witnesses();
    private final List<LogicNode> conditions = new ArrayList<>();
    private final Map<List<Object>, Program> programs = new HashMap<>();

    /** A set of conditions, which are identified by their index in the list. */
    public ConditionSet(List<TypedCondition> conditions) {
        for (TypedCondition condition : conditions) {
            this.conditions.add(pool.of(condition));
        }
        this.conditions.forEach(c -> register(c, new BitSet()));
    }

    /** Registers all string comparisons in the table, so that evaluations know their number from the start. */
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
     * @param candidates the conditions that can be true for them
     * @param example the context at the first such event, from which values that depend only on the type are read
     * @param uniform whether all these events have the same {@code evt.type}
     */
    public synchronized Program program(BitSet candidates, EventContext example, boolean uniform) {
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
        return program(numbers, remaining);
    }

    /** Many kinds of events have the same conditions left. */
    private Program program(List<Integer> numbers, List<LogicNode> logic) {
        return programs.computeIfAbsent(List.of(numbers, logic), key -> make(numbers, logic));
    }

    private Program make(List<Integer> numbers, List<LogicNode> logic) {
        WitnessIndex.Builder index = new WitnessIndex.Builder(texts);
        Map<LogicNode, Integer> last = new HashMap<>();
        int[] copies = new int[logic.size()];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = -1;
            LogicNode condition = logic.get(i);
            Integer before = condition.isCounting() ? null : last.put(condition, i);
            if (before != null) {
                copies[before] = i;
            } else {
                index.add(i, witnesses.of(condition));
            }
        }
        return new Program(numbers, logic, deciders, index.build(), copies, pool.size());
    }

    private void decide(LogicNode node, EventContext example, Map<LogicNode, LogicNode> decisions) {
        if (!node.isOfType()) {
            return;
        }
        if (node.is(LogicNode.Kind.LEAF)) {
            if (isByType(node.check())) {
                decisions.put(node, node.check().test(example) ? pool.yes : pool.no);
            }
            return;
        }
        node.children().forEach(c -> decide(c, example, decisions));
    }

    /** Whether a check has the same result for all events of a type. */
    static boolean isByType(TypedCheck check) {
        return !(check instanceof TypedCheck.Pair)
                && BY_TYPE.contains(check.reader().name());
    }
}
