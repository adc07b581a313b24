// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.Location;
import io.kguard.event.EventSource;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.rule.LoadResult;
import io.kguard.rule.LoadResult.ListItem;
import io.kguard.rule.Rule;
import io.kguard.rule.WrittenItem;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Knows which conditions only ends of calls can make true, in a version without begins. */
final class EndsOfCalls {
    private final LoadResult loaded;
    private final EventTypeSearch search;
    private final Set<String> lists;
    /** The events that are no end of a call, and have none. */
    private final BitSet others;

    EndsOfCalls(LoadResult loaded) {
        this.loaded = loaded;
        this.search = new EventTypeSearch(loaded.version());
        this.lists = loaded.lists().stream().map(ListItem::name).collect(Collectors.toSet());
        this.others = others(loaded.version());
    }

    private static BitSet others(FalcoVersion version) {
        EventTable table = EventTable.of(version);
        BitSet codes = new BitSet(EventTable.SIZE);
        for (EventType type : table.types()) {
            EventType next = table.type(type.code() + 1);
            boolean ends = next != null && next.isExit() && next.name().equals(type.name());
            codes.set(type.code(), !type.isExit() && !ends);
        }
        return codes;
    }

    /** Whether only ends of calls make a condition true, whatever is around it. */
    boolean only(Condition condition) {
        try {
            return !namesList(condition) && !search.in(condition).intersects(others);
        } catch (ConditionException e) {
            return false; // the loader says what is wrong
        }
    }

    /** Whether it compares types of events with a list, whose items the search does not know. */
    private boolean namesList(Condition condition) {
        return condition instanceof Condition.Check check
                        && check.right() instanceof Operand.TextList values
                        && values.values().stream().anyMatch(value -> lists.contains(value.value()))
                || !(condition instanceof Condition.MacroUse)
                        && condition.children().stream().anyMatch(this::namesList);
    }

    /** Whether the rules that an item is part of see only ends of calls. */
    boolean only(WrittenItem item) {
        List<Rule> rules = loaded.rules().stream()
                .filter(rule -> item.kind() == Location.Kind.RULE
                        ? rule.name().equals(item.name())
                        : uses(rule.condition(), item.name(), Collections.newSetFromMap(new IdentityHashMap<>())))
                .toList();
        return !rules.isEmpty()
                && rules.stream()
                        .allMatch(rule -> rule.source().equals(EventSource.SYSCALL.label()) && only(rule.condition()));
    }

    private static boolean uses(Condition condition, String macro, Set<Condition> seen) {
        return condition instanceof Condition.MacroUse use
                ? use.name().equals(macro) || seen.add(use.body()) && uses(use.body(), macro, seen)
                : condition.children().stream().anyMatch(child -> uses(child, macro, seen));
    }
}
