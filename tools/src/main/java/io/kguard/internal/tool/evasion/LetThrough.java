// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.condition.syntax.Operator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names that rules let through: each alone makes a rule's condition false, whatever else an event has. An attacker finds them in the
 * rule.
 *
 * @param programs names of programs
 * @param parents names of parents of programs
 */
record LetThrough(List<String> programs, List<String> parents) {
    /** Of each rule, as many are tried: where one works, so do the others. */
    private static final int MOST = 2;

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,14}");

    LetThrough {
        programs = List.copyOf(programs);
        parents = List.copyOf(parents);
    }

    /** What the conditions of some rules let through. */
    static LetThrough of(List<Condition> conditions) {
        return new LetThrough(names(conditions, "proc.name"), names(conditions, "proc.pname"));
    }

    private static List<String> names(List<Condition> conditions, String field) {
        return conditions.stream()
                .flatMap(condition -> makesFalse(condition, field).stream()
                        .filter(FILE_NAME.asMatchPredicate())
                        .limit(MOST))
                .distinct()
                .toList();
    }

    private static Set<String> makesFalse(Condition condition, String field) {
        if (condition instanceof Condition.And and) {
            return any(and.children(), field, LetThrough::makesFalse);
        } else if (condition instanceof Condition.Or or) {
            return all(or.children(), field, LetThrough::makesFalse);
        } else if (condition instanceof Condition.Not not) {
            return makesTrue(not.child(), field);
        } else if (condition instanceof Condition.MacroUse use) {
            return makesFalse(use.body(), field);
        } else if (condition instanceof Condition.Check check && isOf(check, field)) {
            return check.operator() == Operator.NE ? values(check) : Set.of();
        }
        return Set.of();
    }

    private static Set<String> makesTrue(Condition condition, String field) {
        if (condition instanceof Condition.And and) {
            return all(and.children(), field, LetThrough::makesTrue);
        } else if (condition instanceof Condition.Or or) {
            return any(or.children(), field, LetThrough::makesTrue);
        } else if (condition instanceof Condition.Not not) {
            return makesFalse(not.child(), field);
        } else if (condition instanceof Condition.MacroUse use) {
            return makesTrue(use.body(), field);
        } else if (condition instanceof Condition.Check check && isOf(check, field)) {
            return check.operator() == Operator.EQ || check.operator() == Operator.IN ? values(check) : Set.of();
        }
        return Set.of();
    }

    private static boolean isOf(Condition.Check check, String field) {
        return check.left() instanceof Operand.FieldRef left && left.text().equals(field);
    }

    private static Set<String> values(Condition.Check check) {
        Set<String> values = new LinkedHashSet<>();
        if (check.right() instanceof Operand.Text text) {
            values.add(text.value());
        } else if (check.right() instanceof Operand.TextList list) {
            list.values().forEach(text -> values.add(text.value()));
        }
        return values;
    }

    private static Set<String> any(
            List<Condition> children, String field, BiFunction<Condition, String, Set<String>> names) {
        Set<String> any = new LinkedHashSet<>();
        children.forEach(child -> any.addAll(names.apply(child, field)));
        return any;
    }

    private static Set<String> all(
            List<Condition> children, String field, BiFunction<Condition, String, Set<String>> names) {
        Set<String> all = new LinkedHashSet<>(names.apply(children.get(0), field));
        children.subList(1, children.size()).forEach(child -> all.retainAll(names.apply(child, field)));
        return all;
    }

    /** The ways to an effect by these names. */
    Stream<Way> ways() {
        return Stream.concat(
                programs.stream().map(name -> new Way(Evasion.ALLOWED_PROGRAM, name)),
                parents.stream().map(name -> new Way(Evasion.ALLOWED_PARENT, name)));
    }
}
