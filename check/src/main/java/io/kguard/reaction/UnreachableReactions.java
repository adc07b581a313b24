// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.rule.CheckedRule;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** Finds reactions that no alert of the rules can set off, whatever happens. */
@API(status = API.Status.INTERNAL)
public final class UnreachableReactions {
    /** Fields that Falco, its container plugin or its chart adds to outputs. */
    private static final List<String> ADDED = List.of("evt.time", "container.", "k8s.");

    private final Collection<Rule> rules;
    private final List<Reaction> before = new ArrayList<>();

    private UnreachableReactions(Collection<Rule> rules) {
        this.rules = rules;
    }

    /** Says of each dead reaction why it is one. A reaction to rules that are not there is left out. */
    public static List<String> find(List<Reaction> reactions, Collection<Rule> rules) {
        UnreachableReactions dead = new UnreachableReactions(rules);
        List<String> found = new ArrayList<>();
        for (Reaction reaction : reactions) {
            String reason = dead.reason(reaction);
            if (!reason.isEmpty()) {
                found.add("warning: the reaction \"" + reaction.name() + "\" can never happen: " + reason);
            }
            dead.before.add(reaction);
        }
        return found;
    }

    private String reason(Reaction reaction) {
        AlertMatch match = reaction.match();
        List<Rule> left = rules.stream()
                .filter(rule -> match.rules().isEmpty() || match.rules().contains(rule.name()))
                .toList();
        if (left.isEmpty()) {
            return "";
        }
        String which = match.rules().isEmpty() ? "no rule" : "none of its rules";
        left = left.stream().filter(match::holdsPriority).toList();
        if (left.isEmpty()) {
            return which + " has a priority that it matches";
        }
        left = left.stream().filter(match::holdsSource).toList();
        if (left.isEmpty()) {
            return which + " has the source " + match.source() + " and a priority that it matches";
        }
        left = left.stream().filter(match::holdsTags).toList();
        if (left.isEmpty()) {
            return which + " that it otherwise matches has the tags "
                    + match.tags().stream()
                            .map(all -> all.stream().sorted().collect(Collectors.joining(" and ")))
                            .collect(Collectors.joining(", or "));
        }
        if (!match.fields().isEmpty() && match.fields().stream().allMatch(UnreachableReactions::contradicts)) {
            return "its output_fields contradict each other";
        }
        left = left.stream().filter(rule -> hasFields(rule, match)).toList();
        if (left.isEmpty()) {
            return which + " that it otherwise matches has the fields of its output_fields in its output."
                    + " Only Falco's append_output could add them";
        }
        return left.stream().allMatch(this::isTaken)
                ? "reactions before it with continue: false take all alerts that it matches"
                : "";
    }

    /** Whether comparisons that must all hold can't. */
    private static boolean contradicts(List<FieldMatch> all) {
        for (FieldMatch one : all) {
            Predicate<FieldMatch> against = other -> other.field().equals(one.field())
                    && one.equal()
                    && other.equal() != other.value().equals(one.value());
            if (all.stream().anyMatch(against)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasFields(Rule rule, AlertMatch match) {
        Set<String> printed = new HashSet<>();
        CheckedRule.of(rule).outputTemplate().fields().forEach(field -> printed.add(field.name()));
        return match.fields().isEmpty()
                || match.fields().stream()
                        .filter(all -> !contradicts(all))
                        .anyMatch(all -> all.stream()
                                .filter(FieldMatch::equal)
                                .map(FieldMatch::field)
                                .allMatch(field -> printed.contains(field)
                                        || ADDED.stream().anyMatch(field::startsWith)));
    }

    /** Whether a reaction before takes each alert of a rule, and lets none after it have it. */
    private boolean isTaken(Rule rule) {
        return before.stream()
                .filter(reaction -> !reaction.continues())
                .map(Reaction::match)
                .anyMatch(match -> match.fields().isEmpty()
                        && (match.rules().isEmpty() || match.rules().contains(rule.name()))
                        && match.holdsPriority(rule)
                        && match.holdsSource(rule)
                        && match.holdsTags(rule));
    }
}
