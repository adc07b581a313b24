// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import static java.util.function.Function.identity;

import io.kguard.event.EventSource;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.rule.LoadResult;
import io.kguard.rule.LoadResult.ListItem;
import io.kguard.rule.LoadResult.Macro;
import io.kguard.rule.Rule;
import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which number of its version a set of rules raises by a change, and why: as RELEASE.md of falcosecurity/rules has it. What it can't
 * tell, such as whether another condition serves the same purpose, counts as the lesser change.
 */
final class SemanticVersion {
    static final String MAJOR = "major";
    static final String MINOR = "minor";
    static final String PATCH = "patch";

    private final LoadResult before;
    private final LoadResult after;
    private final Map<String, List<String>> reasons = new LinkedHashMap<>();

    private SemanticVersion(LoadResult before, LoadResult after) {
        this.before = before;
        this.after = after;
        List.of(MAJOR, MINOR, PATCH).forEach(number -> reasons.put(number, new ArrayList<>()));
    }

    /** The reasons for each of {@code major}, {@code minor} and {@code patch}. */
    static Map<String, List<String>> of(LoadResult before, LoadResult after) {
        SemanticVersion version = new SemanticVersion(before, after);
        version.requirements();
        version.each("list", LoadResult::lists, ListItem::name, version::lists);
        version.each("macro", LoadResult::macros, Macro::name, version::macros);
        version.each("rule", LoadResult::rules, Rule::name, version::rules);
        return version.reasons;
    }

    private void add(boolean holds, String number, String reason) {
        if (holds) {
            reasons.computeIfAbsent(number, absent -> new ArrayList<>()).add(reason);
        }
    }

    private void requirements() {
        Map<String, String> then = versions(before);
        Map<String, String> now = versions(after);
        now.forEach((what, version) -> {
            String old = then.get(what);
            if (old != null) {
                int order = Version.parse(version).compareTo(Version.parse(old));
                add(order != 0, order > 0 ? MINOR : PATCH, what + " is required from " + version + ", was " + old);
            }
        });
        others(after, then.keySet(), MINOR, PATCH, " is required");
        others(before, now.keySet(), PATCH, MAJOR, " is required no more");
    }

    /** Of each thing that is required the highest version, which serves all files. */
    private static Map<String, String> versions(LoadResult loaded) {
        return loaded.defined().requirements().stream()
                .flatMap(requirement -> requirement.entrySet().stream())
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        Map.Entry::getValue,
                        (a, b) -> Version.parse(a).compareTo(Version.parse(b)) >= 0 ? a : b,
                        TreeMap::new));
    }

    /** What only one side requires: a requirement that the other has no part of, or an alternative of one that it has. */
    private void others(LoadResult side, Set<String> known, String whole, String alternative, String word) {
        for (Map<String, String> requirement : side.defined().requirements()) {
            boolean isNew = Collections.disjoint(requirement.keySet(), known);
            new TreeSet<>(requirement.keySet())
                    .stream()
                            .filter(what -> !known.contains(what))
                            .forEach(what -> add(
                                    true,
                                    isNew ? whole : alternative,
                                    what + word + (requirement.size() > 1 ? ", as one of several" : "")));
        }
    }

    private <T> void each(
            String kind, Function<LoadResult, Collection<T>> of, Function<T, String> name, BiConsumer<T, T> compare) {
        Map<String, T> then = of.apply(before).stream().collect(Collectors.toMap(name, identity(), (a, b) -> b));
        Map<String, T> now = of.apply(after).stream().collect(Collectors.toMap(name, identity(), (a, b) -> b));
        Set<String> all = new TreeSet<>(then.keySet());
        all.addAll(now.keySet());
        for (String each : all) {
            T old = then.get(each);
            T other = now.get(each);
            if (old != null && other != null) {
                compare.accept(old, other);
            } else {
                add(true, old == null ? MINOR : MAJOR, named(kind, each) + (old == null ? " is new" : " is gone"));
            }
        }
    }

    private static String named(String kind, String name) {
        return kind + " \"" + name + "\"";
    }

    private void lists(ListItem old, ListItem now) {
        differences(named("list", old.name()) + " has %s items: ", old.items(), now.items(), PATCH, PATCH);
    }

    /** What one side alone has: the number that more of it raises, and the one that fewer do. */
    private void differences(String what, Collection<String> old, Collection<String> now, String more, String fewer) {
        add(!old.containsAll(now), more, what.replace("%s", "more") + without(now, old));
        add(!now.containsAll(old), fewer, what.replace("%s", "fewer") + without(old, now));
    }

    private static String without(Collection<String> these, Collection<String> others) {
        Set<String> rest = new TreeSet<>(these);
        rest.removeAll(others);
        return rest.stream().limit(10).collect(Collectors.joining(", "))
                + (rest.size() > 10 ? " and " + (rest.size() - 10) + " more" : "");
    }

    private void macros(Macro old, Macro now) {
        String macro = named("macro", old.name());
        Set<String> then = types(old.condition());
        Set<String> types = types(now.condition());
        differences(macro + " matches %s event types: ", then, types, MAJOR, MAJOR);
        boolean other =
                then.equals(types) && !old.text().text().equals(now.text().text());
        add(other, PATCH, macro + " has another condition");
    }

    /** The names of the event types that a condition can hold for; none of a macro that Falco can't search, and no rule uses. */
    private Set<String> types(Condition condition) {
        try {
            return EventTypeSearch.of(condition, after.version()).stream()
                    .mapToObj(EventTable.of(after.version())::type)
                    .filter(Objects::nonNull)
                    .map(EventType::name)
                    .collect(Collectors.toSet());
        } catch (ConditionException e) {
            return Set.of();
        }
    }

    private void rules(Rule old, Rule now) {
        String rule = named("rule", old.name());
        add(!old.source().equals(now.source()), MAJOR, rule + " has the source " + now.source());
        add(old.enabled() && !now.enabled(), MAJOR, rule + " is disabled");
        add(!old.enabled() && now.enabled(), PATCH, rule + " is enabled");
        differences(rule + " has %s tags: ", old.tags(), now.tags(), PATCH, MAJOR);
        int urgency = old.priority().compareTo(now.priority());
        add(
                urgency != 0,
                urgency < 0 ? MAJOR : PATCH,
                rule + " has the priority " + now.priority() + ", was " + old.priority());
        if (old.source().equals(EventSource.SYSCALL.label()) && old.source().equals(now.source())) {
            differences(
                    rule + " matches %s event types: ", types(old.condition()), types(now.condition()), PATCH, MAJOR);
        }
        add(!old.text().text().equals(now.text().text()), PATCH, rule + " has another condition");
        add(!exceptions(old).equals(exceptions(now)), PATCH, rule + " has other exceptions");
        add(!old.output().equals(now.output()), PATCH, rule + " has another output");
        add(!old.description().equals(now.description()), PATCH, rule + " has another description");
    }

    private static List<List<Object>> exceptions(Rule rule) {
        return rule.exceptions().stream()
                .map(one -> List.<Object>of(one.name(), one.fields(), one.comps(), one.tuples()))
                .toList();
    }
}
