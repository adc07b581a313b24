// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.condition.syntax.Operand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where one condition is true and another false, clause by clause. An event of which this holds is one of a case, and without a case
 * there is no such event: what both conditions share is left out, and nothing else.
 */
final class RuleContrast {
    private final List<Case> cases = new ArrayList<>();

    private RuleContrast() {}

    /**
     * One clause that makes a difference.
     *
     * @param goal what is true of an event of this case
     * @param clause the clause that differs, as it must be
     * @param narrow what says the same of most events in fewer words: of a list the items alone that only one has, of a comparison
     *     that must be false its opposite; null for nothing
     */
    record Case(Condition goal, Condition clause, @Nullable Condition narrow) {
        /** The goal, and what says it in fewer words; null if nothing does. */
        @Nullable
        Condition narrowed() {
            return narrow == null ? null : Conditions.all(List.of(narrow, goal));
        }
    }

    /** The cases in which one condition is true and the other false; none if that is never so. */
    static List<Case> of(Condition met, Condition unmet) {
        RuleContrast contrast = new RuleContrast();
        contrast.search(met, unmet, List.of());
        return List.copyOf(contrast.cases);
    }

    private void search(Condition met, Condition unmet, List<Condition> around) {
        List<Condition> all = all(met);
        List<Condition> others = all(unmet);
        if (all.size() > 1 || others.size() > 1) {
            // true of all of one, and not of all of the other: one of the other's own clauses is false
            for (Condition other : without(others, all)) {
                Condition partner = partner(other, without(all, others));
                if (partner == null) {
                    add(joined(around, all, List.of(Conditions.not(other))), Conditions.not(other), null);
                } else {
                    search(partner, other, joined(around, except(all, partner)));
                }
            }
            return;
        }
        List<Condition> any = any(met);
        List<Condition> none = any(unmet);
        if (any.size() > 1 || none.size() > 1) {
            for (Condition one : without(any, none)) {
                Condition partner = partner(one, without(none, any));
                if (partner == null) {
                    add(joined(around, List.of(one), negated(none)), one, null);
                } else {
                    search(one, partner, joined(around, negated(except(none, partner))));
                }
            }
            return;
        }
        single(all.get(0), others.get(0), around);
    }

    private void single(Condition met, Condition unmet, List<Condition> around) {
        if (met instanceof Condition.Not not && unmet instanceof Condition.Not other) {
            search(other.child(), not.child(), around);
        } else if (!text(met).equals(text(unmet))) {
            Condition more = met instanceof Condition.Check one && unmet instanceof Condition.Check other
                    ? ofItems(one, other)
                    : null;
            boolean isNothing = more instanceof Condition.Check check
                    && check.right() instanceof Operand.TextList list
                    && list.values().isEmpty();
            if (!isNothing) {
                List<Condition> goal = joined(around, List.of(met, Conditions.not(unmet)));
                Condition both = Conditions.all(List.of(met, Conditions.not(unmet)));
                add(goal, more == null ? both : more, more);
            }
        }
    }

    private void add(List<Condition> goal, Condition clause, @Nullable Condition narrow) {
        cases.add(new Case(Conditions.all(goal), clause, narrow == null ? equal(clause) : narrow));
    }

    /** The comparison {@code a = b} of {@code not a != b}, which is also true where there is no {@code a}; null for another. */
    private static @Nullable Condition equal(Condition clause) {
        return clause instanceof Condition.Not not
                        && not.child() instanceof Condition.Check check
                        && check.operator() == Condition.Operator.NE
                ? new Condition.Check(
                        check.left(), Condition.Operator.EQ, check.modifier(), check.right(), check.span())
                : null;
    }

    /**
     * A check with the items that only the first list has; null if they do not compare the same. More
     * items match more.
     */
    private static @Nullable Condition ofItems(Condition.Check one, Condition.Check other) {
        if (!one.operator().takesList()
                || one.modifier() != null
                || other.modifier() != null
                || !(one.right() instanceof Operand.TextList list)
                || !ConditionPrinter.print(one.left()).equals(ConditionPrinter.print(other.left()))) {
            return null;
        }
        boolean alike = one.operator() == other.operator() && other.right() instanceof Operand.TextList;
        Set<String> known;
        if (alike) {
            known = ((Operand.TextList) other.right())
                    .values().stream().map(Operand.Text::value).collect(Collectors.toSet());
        } else if (other.operator() == Condition.Operator.EQ && other.right() instanceof Operand.Text text) {
            known = Set.of(text.value());
        } else {
            return null;
        }
        List<Operand.Text> more = list.values().stream()
                .filter(item -> !known.contains(item.value()))
                .toList();
        if (more.isEmpty() && !alike) {
            return null;
        }
        return new Condition.Check(
                one.left(),
                one.operator(),
                null,
                new Operand.TextList(more, one.right().span()),
                one.span());
    }

    /** The clauses that are all true where a condition is. */
    private static List<Condition> all(Condition condition) {
        return Part.flattened(List.of(new Part(condition, false))).stream()
                .map(Part::shown)
                .toList();
    }

    /** The clauses of which one is true where a condition is. */
    private static List<Condition> any(Condition condition) {
        return negated(Part.flattened(List.of(new Part(condition, true))).stream()
                .map(Part::shown)
                .toList());
    }

    private static List<Condition> negated(List<Condition> conditions) {
        return conditions.stream().map(Conditions::not).toList();
    }

    private static List<Condition> without(List<Condition> conditions, List<Condition> others) {
        Set<String> texts = texts(others);
        return conditions.stream().filter(each -> !texts.contains(text(each))).toList();
    }

    private static List<Condition> except(List<Condition> conditions, Condition one) {
        return conditions.stream().filter(each -> each != one).toList();
    }

    @SafeVarargs
    private static List<Condition> joined(List<Condition>... lists) {
        List<Condition> joined = new ArrayList<>();
        for (List<Condition> list : lists) {
            joined.addAll(list);
        }
        return joined;
    }

    /** The clause that became another one, or was it: the one that has most in common with it; null if none has anything. */
    private static @Nullable Condition partner(Condition condition, List<Condition> among) {
        return among.stream()
                .filter(each -> common(each, condition) > 0)
                .max(Comparator.comparingLong(each -> common(each, condition)))
                .orElse(null);
    }

    /** How much clauses have in common: of two checks of a field how they begin and end, of others the checks that both have. */
    private static long common(Condition one, Condition other) {
        if (one instanceof Condition.Not not && other instanceof Condition.Not also) {
            return common(not.child(), also.child());
        }
        if (one instanceof Condition.Check check && other instanceof Condition.Check also) {
            return ConditionPrinter.print(check.left()).equals(ConditionPrinter.print(also.left()))
                    ? alike(text(one).replace("\"", ""), text(other).replace("\"", ""))
                    : 0;
        }
        Set<String> shared = new HashSet<>(checks(one));
        shared.retainAll(checks(other));
        return shared.size();
    }

    private static long alike(String one, String other) {
        int most = Math.min(one.length(), other.length());
        int start = 0;
        while (start < most && one.charAt(start) == other.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < most - start && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        return (long) start + end;
    }

    private static Set<String> checks(Condition condition) {
        return condition instanceof Condition.Check
                ? Set.of(text(condition))
                : condition.children().stream()
                        .flatMap(child -> checks(child).stream())
                        .collect(Collectors.toSet());
    }

    private static Set<String> texts(List<Condition> conditions) {
        return conditions.stream().map(RuleContrast::text).collect(Collectors.toSet());
    }

    private static String text(Condition condition) {
        return ConditionPrinter.printExpanded(condition);
    }
}
