// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import io.kguard.internal.record.RecordJson.Written;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the narrowest exceptions of a rule that silence everyday alerts and no attack. An exception names who acts and what is
 * done, by values that come again: a value that one run has and the next has not, such as a port, would silence nothing.
 */
final class ExceptionProposer {
    /** With more values, a field says nothing about the everyday work. */
    private static final int MAX_VALUES = 5;

    private static final int MAX_ROWS = 50;
    private static final int MAX_EXAMPLES = 3;

    private final Rule rule;
    private final ExceptionFields fields;
    private final List<AlertKind> attacks;
    private final List<AlertKind> others;
    private final Set<String> names = new HashSet<>();

    /**
     * A proposer for a rule.
     *
     * @param attacks its alerts on attacks that it must detect
     * @param others its alerts in other scenarios, to show what an exception hides
     */
    public ExceptionProposer(Rule rule, List<AlertKind> attacks, List<AlertKind> others) {
        this.rule = rule;
        this.fields = ExceptionFields.of(rule);
        this.attacks = List.copyOf(attacks);
        this.others = List.copyOf(others);
        rule.exceptions().stream().map(RuleException::name).forEach(names::add);
    }

    /** Alerts that the same fields describe. */
    private record Described(List<String> fields, Set<List<String>> rows, List<AlertKind> alerts) {
        boolean matches(AlertKind kind) {
            return kind.hasAll(fields) && rows.contains(kind.project(fields));
        }

        /** Whether it matches an attack, or would if its author chose other values of what is his choice. */
        boolean mayMatch(AlertKind attack) {
            List<String> bound = ExceptionFields.bound(fields);
            List<String> values = attack.project(bound);
            return attack.hasAll(bound)
                    && rows.stream()
                            .anyMatch(row -> bound.stream()
                                    .map(field -> row.get(fields.indexOf(field)))
                                    .toList()
                                    .equals(values));
        }

        Described and(Described other) {
            Set<List<String>> both = new LinkedHashSet<>(rows);
            both.addAll(other.rows);
            List<AlertKind> all = new ArrayList<>(alerts);
            all.addAll(other.alerts);
            return new Described(fields, both, all);
        }
    }

    /** What to do about everyday alerts. */
    public Proposal propose(List<AlertKind> everyday) {
        Map<List<String>, Described> byFields = new LinkedHashMap<>();
        List<Untuned> untuned = new ArrayList<>();
        for (List<AlertKind> all : groups(repeated(everyday))) {
            List<AlertKind> group = UsualAlerts.of(all, fields);
            List<AlertKind> rare = new ArrayList<>(all);
            rare.removeAll(group);
            if (!rare.isEmpty()) {
                untuned.add(left(rare, UsualAlerts.REASON));
            }
            if (group.isEmpty()) {
                continue;
            }
            Described described = describe(group);
            Optional<AlertKind> attack = attackIn(described);
            for (int i = 0; attack.isPresent() && i < fields.more().size(); i++) {
                Described narrower = with(described, fields.more().get(i));
                if (!narrower.fields().equals(described.fields())
                        && attackIn(narrower).isEmpty()) {
                    described = narrower;
                    attack = Optional.empty();
                }
            }
            if (described.fields().isEmpty()) {
                untuned.add(left(group, "No field has a value that comes again when the work is done again."));
            } else if (attack.isPresent()) {
                untuned.add(left(group, alike(described, attack.get()) + untold(group, attack.get())));
            } else {
                byFields.merge(described.fields(), described, Described::and);
            }
        }
        List<ProposedException> exceptions = new ArrayList<>();
        for (Described described : byFields.values()) {
            if (described.rows().size() > MAX_ROWS) {
                untuned.add(left(
                        described.alerts(),
                        "They differ in too much: an exception would need "
                                + described.rows().size() + " rows of values."));
            } else {
                exceptions.add(exception(described));
            }
        }
        return new Proposal(exceptions, untuned);
    }

    private static String alike(Described described, AlertKind attack) {
        if (described.matches(attack)) {
            return "The attack " + attack.origin() + " looks the same: in all fields that were tried ("
                    + String.join(", ", described.fields()) + ") it has the same values.";
        }
        List<String> chosen = new ArrayList<>(described.fields());
        chosen.removeAll(ExceptionFields.bound(described.fields()));
        return "The attack " + attack.origin() + " differs only in " + String.join(", ", chosen)
                + ", which an attacker chooses.";
    }

    /** What would tell the alerts from the attack, perhaps, if they had it. */
    private String untold(List<AlertKind> group, AlertKind attack) {
        String untold = fields.all().stream()
                .filter(attack.values()::containsKey)
                .filter(field -> group.stream().noneMatch(kind -> kind.values().containsKey(field)))
                .collect(Collectors.joining(", "));
        return untold.isEmpty() || group.stream().noneMatch(UsualAlerts::isOfProduction)
                ? ""
                : " The alerts do not tell " + untold + ". With these in the rule's output there may be an exception.";
    }

    private Untuned left(List<AlertKind> group, String reason) {
        return new Untuned(rule.name(), count(group), reason, group.get(0).message());
    }

    private static long count(Collection<AlertKind> kinds) {
        return kinds.stream().mapToLong(AlertKind::count).sum();
    }

    /** The alerts without the values that don't come again. */
    private static List<AlertKind> repeated(List<AlertKind> everyday) {
        Map<String, Set<Integer>> runsOfOrigin = new TreeMap<>();
        Map<List<String>, Set<Integer>> runsOfValue = new LinkedHashMap<>();
        for (AlertKind kind : everyday) {
            runsOfOrigin.computeIfAbsent(kind.origin(), key -> new HashSet<>()).addAll(kind.runs());
            kind.values()
                    .forEach((field, value) -> runsOfValue
                            .computeIfAbsent(List.of(kind.origin(), field, value), key -> new HashSet<>())
                            .addAll(kind.runs()));
        }
        return everyday.stream()
                .map(kind -> {
                    Map<String, String> values = new LinkedHashMap<>(kind.values());
                    int runs =
                            runsOfOrigin.getOrDefault(kind.origin(), Set.of()).size();
                    values.entrySet()
                            .removeIf(entry -> runs > 1
                                    && runsOfValue
                                                    .getOrDefault(
                                                            List.of(kind.origin(), entry.getKey(), entry.getValue()),
                                                            Set.of())
                                                    .size()
                                            < 2);
                    return new AlertKind(kind.origin(), values, kind.message(), kind.count(), kind.runs());
                })
                .toList();
    }

    private Collection<List<AlertKind>> groups(List<AlertKind> kinds) {
        Map<List<String>, List<AlertKind>> groups = new LinkedHashMap<>();
        kinds.forEach(kind -> groups.computeIfAbsent(kind.project(fields.who()), key -> new ArrayList<>())
                .add(kind));
        return groups.values();
    }

    private Described describe(List<AlertKind> group) {
        List<String> named = new ArrayList<>(fields.who().stream()
                .filter(field -> group.get(0).values().containsKey(field))
                .toList());
        for (List<String> alternatives : fields.what()) {
            alternatives.stream()
                    .filter(field -> isTelling(group, field))
                    .findFirst()
                    .ifPresent(named::add);
        }
        return described(named, group);
    }

    private static Described described(List<String> named, List<AlertKind> group) {
        return new Described(
                named,
                group.stream().map(kind -> kind.project(named)).collect(Collectors.toCollection(LinkedHashSet::new)),
                group);
    }

    private static Described with(Described described, String field) {
        if (described.fields().contains(field) || !isTelling(described.alerts(), field)) {
            return described;
        }
        List<String> more = new ArrayList<>(described.fields());
        more.add(field);
        return described(more, described.alerts());
    }

    /** Whether all alerts have a value of the field, and few different ones. */
    private static boolean isTelling(List<AlertKind> group, String field) {
        return group.stream().allMatch(kind -> kind.values().containsKey(field))
                && group.stream()
                                .map(kind -> kind.values().get(field))
                                .distinct()
                                .count()
                        <= MAX_VALUES;
    }

    private Optional<AlertKind> attackIn(Described described) {
        return attacks.stream().filter(described::mayMatch).findFirst();
    }

    private ProposedException exception(Described described) {
        List<String> hides = others.stream()
                .filter(described::matches)
                .map(kind -> kind.origin() + ": " + kind.message())
                .distinct()
                .limit(MAX_EXAMPLES)
                .toList();
        ProposedException.Effect effect = new ProposedException.Effect(
                count(described.alerts()),
                described.alerts().stream().map(AlertKind::origin).distinct().toList(),
                hides,
                caught(described));
        return new ProposedException(rule.name(), name(), described.fields(), List.copyOf(described.rows()), effect);
    }

    /** The attack with the fewest fields that differ from a row of values. */
    private String caught(Described described) {
        return attacks.stream()
                .flatMap(attack -> described.rows().stream()
                        .map(row -> new Distance(attack, attack.differing(described.fields(), row), row)))
                .min(Comparator.comparingInt(distance -> distance.differing().size()))
                .map(distance -> distance.text(described.fields()))
                .orElse("");
    }

    private record Distance(AlertKind attack, List<String> differing, List<String> row) {
        String text(List<String> fields) {
            String why = differing.stream()
                    .map(field -> {
                        String own = attack.values().get(field);
                        String other = row.get(fields.indexOf(field));
                        return own == null ? field + " is not " + other : field + " is " + own + " instead of " + other;
                    })
                    .collect(Collectors.joining("; "));
            return attack.origin() + ": " + why;
        }
    }

    private String name() {
        String name = "everyday";
        for (int i = 2; !names.add(name); i++) {
            name = "everyday_" + i;
        }
        return name;
    }

    /**
     * Everyday alerts of a rule for which there is no exception.
     *
     * @param rule the rule's name
     * @param alerts how many there were in the first run
     * @param reason why there is none, as a sentence
     * @param example the message of one of them
     */
    record Untuned(@Written(hidden = true) String rule, long alerts, String reason, String example) {}

    /**
     * What could be done about the everyday alerts of rules.
     *
     * @param exceptions the exceptions that silence them
     * @param untuned the alerts for which there is none
     */
    record Proposal(List<ProposedException> exceptions, List<Untuned> untuned) {
        /** Copies the lists. */
        public Proposal {
            exceptions = List.copyOf(exceptions);
            untuned = List.copyOf(untuned);
        }

        /** Both together. */
        public Proposal plus(Proposal other) {
            List<ProposedException> both = new ArrayList<>(exceptions);
            both.addAll(other.exceptions);
            List<Untuned> left = new ArrayList<>(untuned);
            left.addAll(other.untuned);
            return new Proposal(both, left);
        }
    }
}
