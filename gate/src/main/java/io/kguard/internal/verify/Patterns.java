// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.message.Wording;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.IndexedScenario;
import io.kguard.scenario.Scenario;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The checks of rules and scenarios by their names. A check is made if one of the patterns names it. */
final class Patterns implements Choice {
    private final List<Name> names;
    private final boolean catalogue;

    /** What a pattern is about. */
    private enum Kind {
        SCENARIO,
        RULE,
        TAG,
        TECHNIQUE;

        private final String prefix = name().toLowerCase(Locale.ROOT) + ":";
    }

    /**
     * A pattern of names.
     *
     * @param written as the user wrote it
     * @param kind what it is about; null for any
     * @param name the name, in which {@code *} stands for any characters and {@code ?} for one
     */
    private record Name(String written, @Nullable Kind kind, String name, Pattern pattern) {
        static Name of(String written) {
            for (Kind kind : Kind.values()) {
                if (written.startsWith(kind.prefix)) {
                    return of(
                            written,
                            kind,
                            written.substring(kind.prefix.length()).strip());
                }
            }
            return of(written, null, written);
        }

        private static Name of(String written, @Nullable Kind kind, String name) {
            String expression = name.chars()
                    .mapToObj(c -> switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf((char) c));
                    })
                    .collect(Collectors.joining());
            return new Name(written, kind, name, Pattern.compile(expression, Pattern.CASE_INSENSITIVE));
        }

        /** Whether it asks for one rule or scenario, and not for all with something in common, of which there may be none. */
        boolean isOfOne(Map<Kind, Set<String>> known) {
            boolean wild = name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
            return !wild
                    && Stream.of(Kind.RULE, Kind.SCENARIO)
                            .anyMatch(one ->
                                    known.getOrDefault(one, Set.of()).stream().anyMatch(value -> names(one, value)));
        }

        boolean names(Kind of, String value) {
            return (kind == null || kind == of) && pattern.matcher(value).matches();
        }
    }

    private Patterns(List<Name> names, boolean catalogue) {
        this.names = names;
        this.catalogue = catalogue;
    }

    static Patterns of(List<String> written, boolean catalogue) {
        return new Patterns(written.stream().map(Name::of).toList(), catalogue);
    }

    @Override
    public boolean catalogue() {
        return catalogue;
    }

    @Override
    public Chosen among(RulesAndScenarios all) {
        Map<Kind, Set<String>> known = known(all);
        names.forEach(name -> check(name, known));
        Set<String> rules = new HashSet<>();
        known.getOrDefault(Kind.RULE, Set.of()).stream()
                .filter(rule -> names(Kind.RULE, rule))
                .forEach(rules::add);
        all.loaded().rules().stream()
                .filter(rule -> rule.tags().stream().anyMatch(tag -> names(Kind.TAG, tag)))
                .map(Rule::name)
                .forEach(rules::add);
        Map<String, Scenario> scenarios = new HashMap<>();
        all.scenarios().stream().filter(this::names).forEach(scenario -> scenarios.put(scenario.id(), scenario));
        String why =
                Wording.option("only") + "=" + names.stream().map(Name::written).collect(Collectors.joining(","));
        return new Chosen(
                why,
                "",
                names.stream().anyMatch(name -> name.isOfOne(known))
                        ? ""
                        : "There is nothing to check: no check that can be made is chosen by " + why + ".",
                (scenario, rule) -> scenarios.containsKey(scenario.id()) || rules.contains(rule),
                scenario -> scenarios.containsKey(scenario.id()),
                test -> rules.contains(test.expectation().rule()) || scenarios.containsKey(test.source()));
    }

    @Override
    public boolean mayChoose(IndexedScenario scenario) {
        return names(Kind.SCENARIO, scenario.id())
                || namesOneOf(scenario.techniques())
                || scenario.checks().stream().anyMatch(check -> names(Kind.RULE, check.rule()));
    }

    private boolean namesOneOf(List<String> techniques) {
        return techniques.stream()
                .flatMap(Patterns::withParent)
                .anyMatch(technique -> names(Kind.TECHNIQUE, technique));
    }

    private boolean names(Kind kind, String value) {
        return names.stream().anyMatch(name -> name.names(kind, value));
    }

    private boolean names(Scenario scenario) {
        return names(Kind.SCENARIO, scenario.id()) || namesOneOf(scenario.techniques());
    }

    /** A technique, and the one that it is a part of. */
    private static Stream<String> withParent(String technique) {
        return Stream.of(technique, technique.replaceFirst("\\..*", ""));
    }

    private static Map<Kind, Set<String>> known(RulesAndScenarios all) {
        Map<Kind, Set<String>> known = new EnumMap<>(Kind.class);
        Set<String> rules = new TreeSet<>();
        Set<String> tags = new TreeSet<>();
        all.loaded().rules().forEach(rule -> {
            rules.add(rule.name());
            tags.addAll(rule.tags());
        });
        Set<String> ids = new TreeSet<>();
        Set<String> techniques = new TreeSet<>();
        all.scenarios().forEach(scenario -> {
            ids.add(scenario.id());
            scenario.techniques().stream().flatMap(Patterns::withParent).forEach(techniques::add);
            scenario.expectations().stream().map(Expectation::rule).forEach(rules::add);
        });
        all.catalogue().unread().forEach(scenario -> {
            ids.add(scenario.id());
            scenario.techniques().stream().flatMap(Patterns::withParent).forEach(techniques::add);
            scenario.checks().stream().map(IndexedScenario.Check::rule).forEach(rules::add);
        });
        known.put(Kind.RULE, rules);
        known.put(Kind.TAG, tags);
        known.put(Kind.SCENARIO, ids);
        known.put(Kind.TECHNIQUE, techniques);
        return known;
    }

    /** A pattern that names nothing is a mistake: what it was meant for would not be checked. */
    private static void check(Name name, Map<Kind, Set<String>> known) {
        Set<String> candidates = new TreeSet<>();
        known.forEach((kind, values) -> {
            if (name.kind() == null || name.kind() == kind) {
                candidates.addAll(values);
            }
        });
        boolean found = known.entrySet().stream()
                .anyMatch(entry -> entry.getValue().stream().anyMatch(value -> name.names(entry.getKey(), value)));
        if (!found) {
            throw new IllegalArgumentException(Wording.option("only") + ": there is no " + what(name.kind()) + " \""
                    + name.name() + "\"" + hint(name, candidates));
        }
    }

    private static String hint(Name name, Collection<String> candidates) {
        String nearest = Nearest.of(name.name(), candidates);
        return nearest == null
                ? ". Names are those of rules and their tags, of scenarios and their techniques; * stands for any characters"
                : "; did you mean \"" + nearest + "\"?";
    }

    private static String what(@Nullable Kind kind) {
        return kind == null ? "scenario, rule, tag or technique" : kind.name().toLowerCase(Locale.ROOT);
    }
}
