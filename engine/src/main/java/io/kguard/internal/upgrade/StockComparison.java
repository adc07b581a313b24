// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.upgrade;

import io.kguard.rule.ListItem;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Macro;
import io.kguard.rule.Position;
import io.kguard.rule.Rule;
import io.kguard.rule.WrittenItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares the stock rules of two versions, and what the user has of them. */
final class StockComparison {
    private final LoadResult stockBefore;
    private final LoadResult stockAfter;
    private final LoadResult users;
    private final Map<Position, WrittenItem> whole = new HashMap<>();

    /**
     * A comparison.
     *
     * @param stockBefore the old stock rules alone
     * @param stockAfter the new ones alone
     * @param side a side that the user's rules load in
     * @param users the user's rules after the stock rules of that side
     */
    StockComparison(LoadResult stockBefore, LoadResult stockAfter, Side side, LoadResult users) {
        this.stockBefore = stockBefore;
        this.stockAfter = stockAfter;
        this.users = users;
        side.rules().stream()
                .flatMap(path -> WrittenItem.read(path, side.falco()).stream())
                .filter(item -> !item.changesEarlier())
                .forEach(item -> whole.put(item.position(), item));
    }

    /** The names of the stock rules that the new ones do not have any more. */
    List<String> removedRules() {
        return missing(stockBefore, stockAfter);
    }

    /** The names of the stock rules that are new. */
    List<String> newRules() {
        return missing(stockAfter, stockBefore);
    }

    private static List<String> missing(LoadResult these, LoadResult those) {
        return these.rules().stream()
                .map(Rule::name)
                .filter(name -> those.rule(name).isEmpty())
                .toList();
    }

    /** The copies of what the new stock rules have otherwise, or not at all. */
    List<StockDrift> drift() {
        List<StockDrift> drift = new ArrayList<>();
        users.rules().stream()
                .filter(rule -> whole.containsKey(rule.position()))
                .forEach(rule -> ofRule(rule).ifPresent(drift::add));
        users.macros().stream()
                .filter(macro -> whole.containsKey(macro.position()))
                .forEach(macro -> ofMacro(macro).ifPresent(drift::add));
        users.lists().stream()
                .filter(list -> whole.containsKey(list.position()))
                .forEach(list -> ofList(list).ifPresent(drift::add));
        return drift;
    }

    private Optional<StockDrift> ofRule(Rule copy) {
        Rule before = stockBefore.rule(copy.name()).orElse(null);
        Rule after = stockAfter.rule(copy.name()).orElse(null);
        if (before == null) {
            return Optional.empty();
        }
        Set<String> old = Clauses.of(before.condition());
        Set<String> own = Clauses.of(copy.condition());
        List<String> keys = new ArrayList<>();
        boolean same = old.equals(own);
        for (Key key : Key.values()) {
            same &= key.of(copy).equals(key.of(before));
            if (after != null && !key.of(before).equals(key.of(after))) {
                keys.add(key.change(before, after, copy));
            }
        }
        Clauses clauses = new Clauses(old, after == null ? old : Clauses.of(after.condition()), own);
        return drift("rule '" + copy.name() + "'", copy.position(), after == null, same, clauses, keys);
    }

    private Optional<StockDrift> ofMacro(Macro copy) {
        Macro before = stockBefore.macro(copy.name()).orElse(null);
        Macro after = stockAfter.macro(copy.name()).orElse(null);
        if (before == null) {
            return Optional.empty();
        }
        Set<String> old = Clauses.of(before.condition());
        Set<String> own = Clauses.of(copy.condition());
        Clauses clauses = new Clauses(old, after == null ? old : Clauses.of(after.condition()), own);
        return drift(
                "macro '" + copy.name() + "'", copy.position(), after == null, old.equals(own), clauses, List.of());
    }

    private Optional<StockDrift> ofList(ListItem copy) {
        Set<String> old = items(stockBefore.lists(), copy.name());
        if (old.isEmpty()) {
            return Optional.empty();
        }
        boolean gone = stockAfter.lists().stream()
                .noneMatch(list -> list.name().equals(copy.name()));
        Set<String> own = new LinkedHashSet<>(copy.items());
        Set<String> now = gone ? old : items(stockAfter.lists(), copy.name());
        return drift(
                "list '" + copy.name() + "'",
                copy.position(),
                gone,
                old.equals(own),
                new Clauses(old, now, own),
                List.of());
    }

    private static Set<String> items(Collection<ListItem> lists, String name) {
        return lists.stream()
                .filter(list -> list.name().equals(name))
                .flatMap(list -> list.items().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Optional<StockDrift> drift(
            String what, Position copy, boolean gone, boolean untouched, Clauses clauses, List<String> keys) {
        List<ClauseChange> changes = clauses.changes();
        return gone || !changes.isEmpty() || !keys.isEmpty()
                ? Optional.of(new StockDrift(what, copy, gone, untouched, changes, clauses.own(), keys))
                : Optional.empty();
    }

    /** The keys of a rule, apart from its condition with its exceptions. */
    private enum Key {
        OUTPUT("output", Rule::output),
        PRIORITY("priority", rule -> rule.priority().label()),
        ENABLED("enabled", Rule::enabled),
        TAGS("tags", Rule::tags);

        private final String name;
        private final Function<Rule, Object> value;

        Key(String name, Function<Rule, Object> value) {
            this.name = name;
            this.value = value;
        }

        String of(Rule rule) {
            return String.valueOf(value.apply(rule));
        }

        String change(Rule before, Rule after, Rule copy) {
            String whose = of(copy).equals(of(before))
                    ? "your copy has the old one"
                    : of(copy).equals(of(after)) ? "your copy has the new one" : "your copy has its own";
            return name + " was " + of(before) + ", is " + of(after) + "; " + whose;
        }
    }
}
