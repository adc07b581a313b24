// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names that rules let through: each alone makes a rule's condition false, whatever else an event has. An attacker finds them in the
 * rule.
 *
 * @param programs names for copies of programs
 * @param parents names for copies of parents
 * @param known names of programs of which an image may have some
 */
record AllowedNames(List<String> programs, List<String> parents, List<String> known) {
    /** No names. */
    static final AllowedNames NOTHING = new AllowedNames(List.of(), List.of(), List.of());

    /** Of each rule, as many names are tried for a copy: where one works, so do the others. */
    private static final int MOST = 2;
    /** As many programs are looked for in the image. */
    private static final int MOST_PROGRAMS = 200;

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,14}");

    private static final Set<Operator> EQUAL = Set.of(Operator.EQ, Operator.IN);
    private static final Set<Operator> UNEQUAL = Set.of(Operator.NE);

    AllowedNames {
        programs = List.copyOf(programs);
        parents = List.copyOf(parents);
        known = List.copyOf(known);
    }

    /** What the conditions of some rules let through. */
    static AllowedNames of(List<Condition> conditions) {
        return new AllowedNames(
                names(conditions, "proc.name", MOST),
                names(conditions, "proc.pname", MOST),
                names(conditions, "proc.name", MOST_PROGRAMS));
    }

    private static List<String> names(List<Condition> conditions, String field, int most) {
        return conditions.stream()
                .flatMap(condition -> making(false, condition, field).stream()
                        .filter(FILE_NAME.asMatchPredicate())
                        .limit(most))
                .distinct()
                .toList();
    }

    /** The values of a field each of which alone makes a condition true, or false. */
    private static Set<String> making(boolean result, Condition condition, String field) {
        if (condition instanceof Condition.And and) {
            return making(result, and.children(), !result, field);
        } else if (condition instanceof Condition.Or or) {
            return making(result, or.children(), result, field);
        } else if (condition instanceof Condition.Not not) {
            return making(!result, not.child(), field);
        } else if (condition instanceof Condition.MacroUse use) {
            return making(result, use.body(), field);
        } else if (condition instanceof Condition.Check check && isOf(check, field)) {
            return (result ? EQUAL : UNEQUAL).contains(check.operator()) ? values(check) : Set.of();
        }
        return Set.of();
    }

    /** The same for several conditions, of which any decides, or all do together. */
    private static Set<String> making(boolean result, List<Condition> children, boolean any, String field) {
        Set<String> values = new LinkedHashSet<>(making(result, children.get(0), field));
        for (Condition child : children.subList(1, children.size())) {
            Set<String> further = making(result, child, field);
            if (any) {
                values.addAll(further);
            } else {
                values.retainAll(further);
            }
        }
        return values;
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

    /** The ways to an effect by these names. */
    Stream<Way> ways() {
        return Stream.of(
                        programs.stream().map(name -> new Way(Evasion.ALLOWED_PROGRAM, name)),
                        parents.stream().map(name -> new Way(Evasion.ALLOWED_PARENT, name)),
                        Stream.of(new Way(Evasion.PRELOADED, String.join(" ", known)))
                                .filter(way -> !known.isEmpty()))
                .flatMap(ways -> ways);
    }
}
