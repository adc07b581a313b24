package io.kguard.condition;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes conditions so that parsing gives them back. */
public final class ConditionPrinter {
    private static final Pattern BARE = Pattern.compile("[^()\"'\\s=,\\udc80-\\udcff]+");
    private static final Pattern BARE_ARGUMENT = Pattern.compile("[^\\[\\]\"'\\s\\udc80-\\udcff]+");

    private final boolean expand;

    private ConditionPrinter(boolean expand) {
        this.expand = expand;
    }

    /** A condition with its macros as names. */
    public static String print(Condition condition) {
        return new ConditionPrinter(false).text(condition);
    }

    /** A condition with its macros written out, however deep. */
    public static String printExpanded(Condition condition) {
        return new ConditionPrinter(true).text(condition);
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
            return call.arguments().stream()
                            .map(a -> a instanceof Operand.Text t && t.quoted() ? Escapes.quote(t.value()) : print(a))
                            .collect(Collectors.joining(", ", call.transformer().symbol() + "(", ")"))
                    + (selector == null ? "" : bracket(selector));
        }
        throw new IllegalArgumentException(operand.toString());
    }

    private String text(Condition condition) {
        if (condition instanceof Condition.And and) {
            return join(and.children(), " and ", Condition.Or.class, Condition.And.class);
        } else if (condition instanceof Condition.Or or) {
            return join(or.children(), " or ", Condition.Or.class, Condition.Or.class);
        } else if (condition instanceof Condition.Not not) {
            // what was written as "not not" is gone already; a nested one was in parentheses
            return "not " + nested(not.child(), Condition.Or.class, Condition.And.class, Condition.Not.class);
        } else if (condition instanceof Condition.MacroRef macro) {
            return macro.name();
        } else if (condition instanceof Condition.MacroUse macro) {
            return expand ? text(macro.body()) : macro.name();
        } else if (condition instanceof Condition.Check check) {
            return print(check.left()) + " " + check.operator().symbol()
                    + (check.modifier() == null ? "" : " " + check.modifier().symbol())
                    + (check.operator() == Operator.EXISTS ? "" : " " + print(check.right()));
        }
        throw new IllegalArgumentException(condition.toString());
    }

    private String join(List<Condition> children, String word, Class<?>... parenthesized) {
        return children.stream().map(c -> nested(c, parenthesized)).collect(Collectors.joining(word));
    }

    private String nested(Condition condition, Class<?>... parenthesized) {
        Condition shown = condition;
        while (expand && shown instanceof Condition.MacroUse macro) {
            shown = macro.body();
        }
        for (Class<?> type : parenthesized) {
            if (type.isInstance(shown)) {
                return "(" + text(shown) + ")";
            }
        }
        return text(shown);
    }

    private static String value(Operand.Text text) {
        return !text.quoted() && BARE.matcher(text.value()).matches() ? text.value() : Escapes.quote(text.value());
    }

    private static String bracket(String argument) {
        return "[" + (BARE_ARGUMENT.matcher(argument).matches() ? argument : Escapes.quote(argument)) + "]";
    }
}
