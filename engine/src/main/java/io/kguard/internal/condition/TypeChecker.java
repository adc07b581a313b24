// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.event.EventTable;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import io.kguard.event.Syscall;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.field.Reader;
import io.kguard.internal.field.Texts;
import io.kguard.internal.field.Transformed;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Resolves the fields of conditions, checks types and parses values. Shared macros are checked once.
 *
 * <p>Not thread-safe.
 */
public final class TypeChecker {
    private static final long MAX_SIZE = 1_000_000;

    private final FieldCatalogue catalogue;
    private final CheckBuilder checks;
    private final IdentityHashMap<Condition, TypedCondition> known = new IdentityHashMap<>();
    private final IdentityHashMap<Condition, Long> sizes = new IdentityHashMap<>();

    /** A checker for a catalogue and its version. */
    public TypeChecker(FieldCatalogue catalogue) {
        this.catalogue = catalogue;
        this.checks = new CheckBuilder(catalogue.version());
    }

    /**
     * Checks a condition and returns the form for evaluation.
     *
     * @param condition a condition, with macros resolved
     * @throws ConditionException with Falco's message about the first error
     */
    public TypedCondition check(Condition condition) {
        requireSize(condition);
        return typed(condition);
    }

    /** Macros that use macros grow exponentially when they are replaced. */
    private void requireSize(Condition condition) {
        if (size(condition) > MAX_SIZE) {
            throw new ConditionException(
                    "the condition has more than " + MAX_SIZE + " parts when its macros are written out",
                    condition.span());
        }
    }

    private long size(Condition condition) {
        if (condition instanceof Condition.Check) {
            return 1;
        }
        Long size = sizes.get(condition);
        if (size == null) {
            size = 1L;
            for (Condition child : condition.children()) {
                size = Math.min(MAX_SIZE + 1, size + size(child));
            }
            sizes.put(condition, size);
        }
        return size;
    }

    private TypedCondition typed(Condition condition) {
        TypedCondition result = known.get(condition);
        if (result == null) {
            result = translate(condition);
            known.put(condition, result);
        }
        return result;
    }

    /**
     * Checks a single check. The result is kept for the conditions that contain it.
     *
     * @throws ConditionException with Falco's message about the first error
     */
    public void requireSound(Condition.Check check) {
        typed(check);
    }

    private TypedCondition translate(Condition condition) {
        if (condition instanceof Condition.And and) {
            return new TypedCondition.All(all(and.children()), and);
        } else if (condition instanceof Condition.Or or) {
            return new TypedCondition.Any(all(or.children()), or);
        } else if (condition instanceof Condition.Not not) {
            return new TypedCondition.Negation(typed(not.child()), not);
        } else if (condition instanceof Condition.MacroUse use) {
            return new TypedCondition.Macro(use.name(), typed(use.body()), use);
        } else if (condition instanceof Condition.MacroRef ref) {
            throw new ConditionException("filter error: unexpected identifier '" + ref.name() + "'", ref.span());
        }
        Condition.Check check = (Condition.Check) condition;
        return new TypedCondition.Leaf(leaf(check), check);
    }

    /** Checks several conditions. A loop, because it is on the stack at every level. */
    private List<TypedCondition> all(List<Condition> conditions) {
        List<TypedCondition> all = new ArrayList<>(conditions.size());
        for (Condition condition : conditions) {
            all.add(typed(condition));
        }
        return all;
    }

    private TypedCheck leaf(Condition.Check check) {
        Reader left = reader(check.left());
        if (check.operator() == Operator.EXISTS) {
            return new TypedCheck.Exists(left);
        }
        try {
            checks.requireOperator(left, check.operator(), check.modifier());
        } catch (IllegalArgumentException e) {
            throw new ConditionException(String.valueOf(e.getMessage()), check.span());
        }
        if (check.right() instanceof Operand.Expression expression) {
            return pair(check, left, expression);
        }
        List<Operand.Text> values = check.right().values();
        values.forEach(value -> CheckBuilder.requireRoom(left, check.operator(), value));
        if (left.name().equals("evt.type")) {
            values.forEach(this::requireEventType);
        }
        return checks.build(left, check.operator(), check.modifier(), values);
    }

    private void requireEventType(Operand.Text value) {
        if (EventTable.of(version()).named(value.value()).isEmpty()
                && Syscall.named(value.value(), version()) == null) {
            throw new ConditionException(
                    ConditionException.Reason.UNKNOWN_EVENT_TYPE, "unknown event type " + value.value(), value.span());
        }
    }

    private TypedCheck pair(Condition.Check check, Reader left, Operand.Expression expression) {
        Operator operator = check.operator();
        Reader right = reader(expression);
        if (operator == Operator.PMATCH || operator == Operator.REGEX) {
            throw new ConditionException(
                    "operator '" + operator + "' doesn't support right-hand side fields", check.span());
        }
        if (left.type() == ParamType.IPNET) {
            throw new ConditionException("field type 'IPNET' doesn't support right-hand side fields", check.span());
        }
        if (left.has(FieldFlag.NO_RHS)) {
            throw new ConditionException(
                    "field '" + left.name() + "' doesn't support right-hand side fields", check.span());
        }
        if (right.has(FieldFlag.NO_RHS)) {
            throw new ConditionException(
                    "field '" + right.name() + "' can't be used as a right-hand side field", expression.span());
        }
        if (left.type() != right.type() || left.isList() != right.isList()) {
            throw new ConditionException(
                    "field '" + left.name() + "' has type '" + typeName(left) + "' while the right-hand side field '"
                            + right.name() + "' has incompatible type '" + typeName(right) + "'",
                    expression.span());
        }
        boolean membership = operator == Operator.IN || operator == Operator.INTERSECTS;
        if (membership && right instanceof Transformed && ValuePredicate.isText(right.type())) {
            return new TypedCheck.Never(left, "Falco never finds a string in the result of a transformer");
        }
        return new TypedCheck.Pair(left, operator, right);
    }

    private static String typeName(Reader reader) {
        return reader.type() + (reader.isList() ? " (list)" : "");
    }

    private Reader reader(Operand operand) {
        if (operand instanceof Operand.FieldRef ref) {
            return new Reader.Plain(field(ref));
        } else if (operand instanceof Operand.Text text) {
            return new Reader.Literal(Texts.toBytes(text.value()));
        } else if (operand instanceof Operand.Elements list) {
            return new Reader.Elements(readers(list.elements()));
        }
        Operand.Call call = (Operand.Call) operand;
        List<Reader> arguments = readers(call.arguments());
        String selector = call.selector();
        try {
            return Reader.of(call.transformer(), arguments, selector == null ? null : Texts.toBytes(selector));
        } catch (FieldException e) {
            throw new ConditionException(String.valueOf(e.getMessage()), call.span(), e);
        }
    }

    private List<Reader> readers(List<Operand> operands) {
        List<Reader> readers = new ArrayList<>();
        operands.forEach(o -> readers.add(reader(o)));
        return readers;
    }

    private Field field(Operand.FieldRef ref) {
        try {
            return catalogue.resolve(Texts.toBytes(ref.text()));
        } catch (FieldException e) {
            throw new ConditionException(String.valueOf(e.getMessage()), ref.span(), e);
        }
    }

    /** The version whose rules apply. */
    FalcoVersion version() {
        return catalogue.version();
    }
}
