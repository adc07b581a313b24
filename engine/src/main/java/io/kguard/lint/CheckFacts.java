// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.event.ParamType;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.field.Quantifier;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What checks imply about the value of a field, as far as that follows without an event: for single strings and
 * numbers.
 */
final class CheckFacts {
    /** Other fields of ports compare with both ends of a connection. */
    private static final Set<String> ONE_PORT = Set.of("fd.sport", "fd.cport", "fd.lport", "fd.rport");

    private final FieldCatalogue catalogue;
    private final IdentityHashMap<Condition.Check, String> texts = new IdentityHashMap<>();
    private final IdentityHashMap<Condition.Check, Optional<Set<String>>> values = new IdentityHashMap<>();
    private final IdentityHashMap<Condition.Check, Optional<Field>> fields = new IdentityHashMap<>();

    CheckFacts(FieldCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The normalized text of a check. */
    String text(Condition.Check check) {
        return texts.computeIfAbsent(check, ConditionPrinter::print);
    }

    /** The normalized text of a check or its negation. */
    String text(Literal literal) {
        return (literal.negated() ? "not " : "") + text(literal.check());
    }

    /** The field of a check, if it has a single string or number as value and is not transformed; else null. */
    @Nullable
    Field field(Condition.Check check) {
        return fields.computeIfAbsent(check, this::resolve).orElse(null);
    }

    private Optional<Field> resolve(Condition.Check check) {
        if (!(check.left() instanceof Operand.FieldRef ref)) {
            return Optional.empty();
        }
        try {
            Field field = catalogue.resolve(ref.text());
            ParamType.Kind kind = field.type().kind();
            boolean single = field.quantifier() == Quantifier.ONE && !field.isList();
            boolean comparable = kind == ParamType.Kind.TEXT
                    || (kind == ParamType.Kind.SIGNED || kind == ParamType.Kind.UNSIGNED)
                            && (field.type() != ParamType.PORT || ONE_PORT.contains(field.name()));
            return single && comparable ? Optional.of(field) : Optional.empty();
        } catch (FieldException e) {
            return Optional.empty();
        }
    }

    /** Whether two checks are about the same single value. */
    boolean sameField(Condition.Check one, Condition.Check other) {
        Field a = field(one);
        Field b = field(other);
        return a != null && b != null && a.name().equals(b.name());
    }

    /** The possible values of the field if the check is true, or null if the check does not limit them. */
    @Nullable
    Set<String> values(Condition.Check check) {
        return values.computeIfAbsent(check, this::read).orElse(null);
    }

    private Optional<Set<String>> read(Condition.Check check) {
        Field field = field(check);
        Operator operator = check.operator();
        boolean equality = operator == Operator.EQ || operator == Operator.IN || operator == Operator.INTERSECTS;
        if (field == null || !equality || check.modifier() != null) {
            return Optional.empty();
        }
        if (field.type() == ParamType.PORT && !isOfNumbers(check.right())) {
            return Optional.empty(); // a port has a name, too
        }
        return check.right() instanceof Operand.Expression
                ? Optional.empty()
                : Optional.of(check.right().values().stream()
                        .map(value -> normal(field, value.value()))
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static boolean isOfNumbers(Operand right) {
        return !(right instanceof Operand.Expression)
                && right.values().stream().allMatch(value -> number(value.value()) != null);
    }

    private static String normal(Field field, String value) {
        if (field.type().kind() == ParamType.Kind.TEXT) {
            return value;
        }
        Long number = number(value);
        return number == null ? value : number.toString();
    }

    private static @Nullable Long number(String value) {
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The result of a check for a value of its field, or null if unknown. */
    @Nullable
    Boolean test(Condition.Check check, String value) {
        Field field = field(check);
        if (field == null || check.modifier() != null) {
            return null;
        }
        Set<String> set = values(check);
        if (set != null) {
            return set.contains(value);
        }
        if (check.operator() == Operator.EXISTS) {
            return true;
        }
        if (!(check.right() instanceof Operand.Text right)) {
            return null;
        }
        String text = right.value();
        if (check.operator() == Operator.NE) {
            return !normal(field, text).equals(value);
        }
        return field.type().kind() == ParamType.Kind.TEXT
                ? testText(check.operator(), value, text)
                : testNumber(check.operator(), number(value), number(text));
    }

    private static @Nullable Boolean testText(Operator operator, String value, String text) {
        return switch (operator) {
            case STARTSWITH -> value.startsWith(text);
            case ENDSWITH -> value.endsWith(text);
            case CONTAINS -> value.contains(text);
            default -> null;
        };
    }

    private static @Nullable Boolean testNumber(Operator operator, @Nullable Long value, @Nullable Long bound) {
        if (value == null || bound == null) {
            return null;
        }
        return switch (operator) {
            case LT -> value < bound;
            case LE -> value <= bound;
            case GT -> value > bound;
            case GE -> value >= bound;
            default -> null;
        };
    }

    /** The range of the field if the check is true, or null if the check does not limit it. */
    long @Nullable [] range(Condition.Check check) {
        Field field = field(check);
        if (field == null
                || field.type().kind() == ParamType.Kind.TEXT
                || !(check.right() instanceof Operand.Text text)) {
            return null;
        }
        Long bound = number(text.value());
        // for an unsigned field a negative number is a very large one
        if (bound == null || bound < 0 && field.type().kind() == ParamType.Kind.UNSIGNED) {
            return null;
        }
        return switch (check.operator()) {
            case LT -> new long[] {Long.MIN_VALUE, Math.max(bound, Long.MIN_VALUE + 1) - 1};
            case LE -> new long[] {Long.MIN_VALUE, bound};
            case GT -> new long[] {Math.min(bound, Long.MAX_VALUE - 1) + 1, Long.MAX_VALUE};
            case GE -> new long[] {bound, Long.MAX_VALUE};
            default -> null;
        };
    }

    /** The prefix of the field if the check is true, or null if the check does not fix one. */
    @Nullable
    String prefix(Condition.Check check) {
        Field field = field(check);
        boolean said = field != null
                && field.type().kind() == ParamType.Kind.TEXT
                && check.operator() == Operator.STARTSWITH
                && check.modifier() == null;
        return said && check.right() instanceof Operand.Text text ? text.value() : null;
    }
}
