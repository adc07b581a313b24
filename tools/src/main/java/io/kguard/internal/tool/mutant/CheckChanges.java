// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.mutant;

import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The changes of a single check. */
final class CheckChanges {
    private static final Set<String> EVENT_TYPE = Set.of("evt.type", "evt.dir", "syscall.type");
    private static final Set<Operator> OF_STRINGS = Set.of(
            Operator.CONTAINS, Operator.ICONTAINS, Operator.STARTSWITH, Operator.ENDSWITH, Operator.EQ, Operator.NE);

    private CheckChanges() {}

    /** A change, in the words of the rule file, and the act that notices it. */
    record Change(Mutant.Kind kind, String text, String advice, Condition result) {}

    /** Whether a condition only says which types of events reach the rule. */
    static boolean isOfEventType(Condition condition) {
        if (condition instanceof Condition.Check check) {
            return check.left() instanceof Operand.FieldRef field && EVENT_TYPE.contains(field.name());
        }
        List<Condition> parts = condition.children();
        return !parts.isEmpty() && parts.stream().allMatch(CheckChanges::isOfEventType);
    }

    static List<Change> of(Condition.Check check, MutantAdvice advice) {
        List<Change> changes = new ArrayList<>();
        if (check.right() instanceof Operand.TextList list) {
            items(check, list, advice, changes);
        }
        if (isOfEventType(check)) {
            return changes;
        }
        changes.add(new Change(
                Mutant.Kind.NEGATED, "negating " + Mutator.text(check), advice.negated(check), Mutator.negated(check)));
        other(check.operator())
                .forEach(operator -> changes.add(new Change(
                        Mutant.Kind.COMPARED_OTHERWISE,
                        operator.symbol() + " in place of " + check.operator().symbol() + " in " + Mutator.text(check),
                        advice.compared(check),
                        new Condition.Check(check.left(), operator, check.modifier(), check.right(), check.span()))));
        if (check.right() instanceof Operand.Text text) {
            value(check, text, advice, changes);
        }
        return changes;
    }

    private static void items(Condition.Check check, Operand.TextList list, MutantAdvice advice, List<Change> changes) {
        for (int i = 0; i < list.values().size() && list.values().size() > 1; i++) {
            List<Operand.Text> others = new ArrayList<>(list.values());
            Operand.Text item = others.remove(i);
            Condition changed = new Condition.Check(
                    check.left(),
                    check.operator(),
                    check.modifier(),
                    new Operand.TextList(others, list.span()),
                    check.span());
            String field = Mutator.text(exists(check));
            changes.add(new Change(
                    Mutant.Kind.ITEM_REMOVED,
                    "removing " + item.value() + " from the list of "
                            + field.substring(0, field.length() - " exists".length()) + " "
                            + check.operator().symbol(),
                    advice.item(check, item),
                    changed));
        }
    }

    /** The existence of a check's field. */
    static Condition exists(Condition.Check check) {
        return new Condition.Check(check.left(), Operator.EXISTS, null, new Operand.None(check.span()), check.span());
    }

    private static List<Operator> other(Operator operator) {
        return switch (operator) {
            case LT -> List.of(Operator.LE);
            case LE -> List.of(Operator.LT);
            case GT -> List.of(Operator.GE);
            case GE -> List.of(Operator.GT);
            case STARTSWITH, ENDSWITH -> List.of(Operator.CONTAINS);
            case CONTAINS -> List.of(Operator.EQ);
            default -> List.of();
        };
    }

    private static void value(Condition.Check check, Operand.Text text, MutantAdvice advice, List<Change> changes) {
        String value = text.value();
        String other = null;
        if (value.matches("-?\\d{1,17}")) {
            other = Long.toString(Long.parseLong(value) + 1);
        } else if (OF_STRINGS.contains(check.operator()) && value.length() > 1) {
            boolean end = check.operator() == Operator.ENDSWITH;
            other = end ? value.substring(1) : value.substring(0, value.length() - 1);
        }
        if (other != null) {
            Condition.Check changed = new Condition.Check(
                    check.left(),
                    check.operator(),
                    check.modifier(),
                    new Operand.Text(other, text.quoted(), text.span()),
                    check.span());
            changes.add(new Change(
                    Mutant.Kind.VALUE_CHANGED,
                    other + " in place of " + value + " in " + Mutator.text(check),
                    advice.value(check, changed),
                    changed));
        }
    }
}
