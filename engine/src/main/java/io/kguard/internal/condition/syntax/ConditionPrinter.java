// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.syntax;

import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.field.Escapes;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Prints conditions so that parsing the result gives the same condition. */
public final class ConditionPrinter {
    private static final Pattern BARE = Pattern.compile("[^()\"'\\s=,\\udc80-\\udcff]+");
    private static final Pattern BARE_ARGUMENT = Pattern.compile("[^\\[\\]\"'\\s\\udc80-\\udcff]+");

    private final boolean expand;
    private final StringBuilder out = new StringBuilder();

    private ConditionPrinter(boolean expand) {
        this.expand = expand;
    }

    /** A condition with the names of its macros. */
    public static String print(Condition condition) {
        return new ConditionPrinter(false).written(condition);
    }

    /** A condition with its macros replaced, at any depth. */
    public static String printExpanded(Condition condition) {
        return new ConditionPrinter(true).written(condition);
    }

    /** An operand, as in a condition. */
    public static String print(Operand operand) {
        if (operand instanceof Operand.None) {
            return "";
        } else if (operand instanceof Operand.Text text) {
            return value(text);
        } else if (operand instanceof Operand.TextList list) {
            return list.values().stream().map(ConditionPrinter::value).collect(Collectors.joining(", ", "(", ")"));
        } else if (operand instanceof Operand.FieldRef field) {
            return field.argument() == null ? field.name() : field.name() + bracket(field.argument());
        } else if (operand instanceof Operand.Call call) {
            String selector = call.selector();
            return call.transformer().word() + "(" + arguments(call.arguments()) + ")"
                    + (selector == null ? "" : bracket(selector));
        } else if (operand instanceof Operand.Elements list) {
            return "(" + arguments(list.elements()) + ")";
        }
        throw new IllegalArgumentException(operand.toString());
    }

    private static String arguments(List<Operand> operands) {
        return operands.stream()
                .map(a -> a instanceof Operand.Text t && t.quoted() ? Escapes.quote(t.value()) : print(a))
                .collect(Collectors.joining(", "));
    }

    private String written(Condition condition) {
        write(condition);
        return out.toString();
    }

    private void write(Condition condition) {
        if (condition instanceof Condition.And and) {
            join(and.children(), " and ", Condition.Or.class, Condition.And.class);
        } else if (condition instanceof Condition.Or or) {
            join(or.children(), " or ", Condition.Or.class, Condition.Or.class);
        } else if (condition instanceof Condition.Not not) {
            // "not not" was removed during parsing; a nested "not" was in parentheses
            out.append("not ");
            nested(not.child(), Condition.Or.class, Condition.And.class, Condition.Not.class);
        } else if (condition instanceof Condition.MacroRef macro) {
            out.append(macro.name());
        } else if (condition instanceof Condition.MacroUse macro) {
            if (expand) {
                write(macro.body());
            } else {
                out.append(macro.name());
            }
        } else {
            out.append(check((Condition.Check) condition));
        }
    }

    private static String check(Condition.Check check) {
        return print(check.left()) + " " + check.operator().symbol()
                + (check.modifier() == null ? "" : " " + check.modifier().symbol())
                + (check.operator() == Operator.EXISTS ? "" : " " + print(check.right()));
    }

    private void join(List<Condition> children, String word, Class<?>... parenthesized) {
        for (int i = 0; i < children.size(); i++) {
            out.append(i == 0 ? "" : word);
            nested(children.get(i), parenthesized);
        }
    }

    private void nested(Condition condition, Class<?>... parenthesized) {
        Condition shown = condition;
        while (expand && shown instanceof Condition.MacroUse macro) {
            shown = macro.body();
        }
        boolean parentheses = false;
        for (Class<?> type : parenthesized) {
            parentheses |= type.isInstance(shown);
        }
        out.append(parentheses ? "(" : "");
        write(shown);
        out.append(parentheses ? ")" : "");
    }

    private static String value(Operand.Text text) {
        return !text.quoted() && BARE.matcher(text.value()).matches() ? text.value() : Escapes.quote(text.value());
    }

    private static String bracket(String argument) {
        return "[" + (BARE_ARGUMENT.matcher(argument).matches() ? argument : Escapes.quote(argument)) + "]";
    }
}
