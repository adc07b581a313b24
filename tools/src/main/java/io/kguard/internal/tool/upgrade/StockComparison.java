// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.Position;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.rule.LoadResult;
import io.kguard.rule.LoadResult.ListItem;
import io.kguard.rule.LoadResult.Macro;
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
import org.jspecify.annotations.Nullable;

/** Compares the stock rules of two versions, and what the user has of them. */
final class StockComparison {
    /** The keys of a rule, apart from its condition. */
    private static final List<Key> KEYS = List.of(
            new Key("output", Rule::output),
            new Key("priority", rule -> rule.priority().label()),
            new Key("enabled", Rule::enabled),
            new Key("tags", Rule::tags),
            new Key("exceptions", StockComparison::exceptions));

    private final LoadResult stockBefore;
    private final LoadResult stockAfter;
    private final LoadResult users;
    private final WrittenStock writtenBefore;
    private final WrittenStock writtenAfter;
    private final Map<Position, WrittenItem> whole = new HashMap<>();

    /**
     * A comparison.
     *
     * @param from the side with the old stock rules
     * @param stockBefore these alone
     * @param to the side with the new stock rules
     * @param stockAfter these alone
     * @param users the user's rules after the stock rules of a side in which they load
     */
    StockComparison(Side from, LoadResult stockBefore, Side to, LoadResult stockAfter, LoadResult users) {
        this.stockBefore = stockBefore;
        this.stockAfter = stockAfter;
        this.users = users;
        this.writtenBefore = WrittenStock.of(from.stock(), stockBefore.version());
        this.writtenAfter = WrittenStock.of(to.stock(), stockAfter.version());
        from.rules().stream()
                .flatMap(path -> WrittenItem.read(path, users.version()).stream())
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
    List<Drift> drift() {
        List<Drift> drift = new ArrayList<>();
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

    private Optional<Drift> ofRule(Rule copy) {
        Rule before = stockBefore.rule(copy.name()).orElse(null);
        Rule after = stockAfter.rule(copy.name()).orElse(null);
        WrittenItem item = whole.get(copy.position());
        if (before == null || item == null) {
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>();
        boolean same = true;
        for (Key key : KEYS) {
            String was = writtenBefore.text(copy.name(), key.name, key.of(before));
            String yours = WrittenStock.text(item, key.name, key.of(copy));
            same &= yours.equals(was);
            String is = after == null ? was : writtenAfter.text(copy.name(), key.name, key.of(after));
            if (!was.equals(is)) {
                keys.add(key.change(was, is, yours));
            }
        }
        Clauses clauses = clauses(item, before.condition(), after == null ? null : after.condition(), copy.condition());
        return drift(
                "rule '" + copy.name() + "'",
                copy.position(),
                after == null,
                same && clauses.isCopied(),
                clauses,
                keys);
    }

    private Optional<Drift> ofMacro(Macro copy) {
        Macro before = stockBefore.macro(copy.name()).orElse(null);
        Macro after = stockAfter.macro(copy.name()).orElse(null);
        WrittenItem item = whole.get(copy.position());
        if (before == null || item == null) {
            return Optional.empty();
        }
        Clauses clauses = clauses(item, before.condition(), after == null ? null : after.condition(), copy.condition());
        return drift(
                "macro '" + copy.name() + "'", copy.position(), after == null, clauses.isCopied(), clauses, List.of());
    }

    private Clauses clauses(WrittenItem item, Condition before, @Nullable Condition after, Condition copy) {
        Set<String> old = writtenBefore.clauses(item.kind(), item.name(), before);
        return new Clauses(
                old,
                after == null ? old : writtenAfter.clauses(item.kind(), item.name(), after),
                WrittenStock.clauses(item, users.version(), copy));
    }

    private Optional<Drift> ofList(ListItem copy) {
        Set<String> old = items(stockBefore.lists(), copy.name());
        if (old.isEmpty()) {
            return Optional.empty();
        }
        boolean gone = stockAfter.lists().stream().noneMatch(list -> list.name().equals(copy.name()));
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

    private static Optional<Drift> drift(
            String what, Position copy, boolean gone, boolean untouched, Clauses clauses, List<String> keys) {
        List<Clauses.Change> changes = clauses.changes();
        return gone || !changes.isEmpty() || !keys.isEmpty()
                ? Optional.of(new Drift(what, copy, gone, untouched, changes, clauses.own(), keys))
                : Optional.empty();
    }

    /**
     * A key of a rule.
     *
     * @param name its name
     * @param value reads it of a loaded rule
     */
    private record Key(String name, Function<Rule, Object> value) {
        String of(Rule rule) {
            return String.valueOf(value.apply(rule));
        }

        String change(String before, String after, String copy) {
            String whose = copy.equals(before)
                    ? "your copy has the old one"
                    : copy.equals(after) ? "your copy has the new one" : "your copy has its own";
            return name + " was " + before + ", is " + after + "; " + whose;
        }
    }

    private static String exceptions(Rule rule) {
        return rule.exceptions().stream()
                .map(exception -> exception.name() + " " + exception.fields() + exception.comps() + exception.tuples())
                .collect(Collectors.joining(", "));
    }

    /**
     * A stock rule, macro or list that the user has a copy of, and that the new stock rules have otherwise.
     *
     * @param what such as {@code rule 'Terminal shell in container'}
     * @param copy where the copy is
     * @param gone whether the new stock rules do not have it
     * @param untouched whether the copy is as the old stock rules have it
     * @param clauses what changed in its condition, or among its items
     * @param own the clauses that only the copy has
     * @param keys the other keys that changed, each with what the copy has
     */
    record Drift(
            String what,
            Position copy,
            boolean gone,
            boolean untouched,
            List<Clauses.Change> clauses,
            List<String> own,
            List<String> keys) {
        Drift {
            clauses = List.copyOf(clauses);
            own = List.copyOf(own);
            keys = List.copyOf(keys);
        }
    }
}
