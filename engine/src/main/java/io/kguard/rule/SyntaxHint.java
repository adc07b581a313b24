// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.internal.condition.syntax.ConditionSyntaxException.Expected;
import io.kguard.internal.message.Nearest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hints about common syntax errors in conditions. */
final class SyntaxHint {
    private static final Pattern NEXT = Pattern.compile("\\G[ \\t\\r\\n]*([A-Za-z]{1,20}|[&|!=~<>]{1,3}|[\"'])?");
    private static final Pattern NOT_IN = Pattern.compile("\\G[ \\t\\r\\n]*not[ \\t\\r\\n]+([a-z]{1,20})");

    private static final Pattern BARE_LIST = Pattern.compile("\\b(?:in|intersects|pmatch)\\s+[^\\s(),]{1,200}$");
    private static final Pattern LIST_OPERATOR = Pattern.compile("\\b(?:in|intersects|pmatch)\\s{0,100}$");
    private static final Pattern WORD = Pattern.compile("\\G[ \\t\\r\\n]*([A-Za-z_]{2,20})");
    private static final Pattern JOINED = Pattern.compile("[^ \\t\\r\\n](and|or)[ \\t\\r\\n]*$");

    private final TracedText text;
    private final int index;

    public SyntaxHint(TracedText text, int index) {
        this.text = text;
        this.index = Math.min(index, text.length());
    }

    @Nullable
    public String whereExpected(Expected expected) {
        String next = next();
        String word = switch (next) {
            case "AND", "OR", "NOT", "And", "Or", "Not", "IN", "In", "EXISTS", "CONTAINS" ->
                "write '" + next.toLowerCase(Locale.ROOT) + "', in lower case";
            case "&&", "&" -> "write 'and'";
            case "||", "|" -> "write 'or'";
            case "!" -> "write 'not'";
            case "\"", "'" ->
                expected == Expected.CHECK
                        ? "fields and macros are written without quotes"
                        : "the quoted text is not closed, or has a backslash before its closing quote";
            default -> null;
        };
        return word != null ? word : forPlace(expected, next);
    }

    private @Nullable String forPlace(Expected expected, String next) {
        char at = at();
        if (at == '#') {
            return "a condition has no comments";
        }
        if (expected == Expected.OPERATOR) {
            Matcher not = NOT_IN.matcher(text.toString());
            return not.find(index) ? "'not' comes first: not FIELD " + not.group(1) + " ..." : nearestOperator();
        }
        if (expected == Expected.CONNECTIVE) {
            Matcher joined = JOINED.matcher(text.toString()).region(0, index);
            if (joined.find()) {
                return "is a space missing before '" + joined.group(1) + "'?";
            }
        }
        if ((expected == Expected.VALUE || expected == Expected.LIST_ITEM)
                && (next.startsWith("=") || next.equals("~"))) {
            return "the operators for equality are '=' and '=='";
        }
        if (expected == Expected.VALUE && at == '(') {
            return "a list needs another operator: in, intersects or pmatch";
        }
        if (expected == Expected.VALUE && (at == ')' || at == ' ')) {
            return "a value is missing after the operator";
        }
        if (expected == Expected.LIST_ITEM && (at == ',' || at == ')')) {
            return "there is a comma too many";
        }
        if (expected == Expected.CLOSING_BRACKET) {
            return "write an argument with spaces or quotes in quotes: [\"a b\"]";
        }
        if (expected == Expected.CONNECTIVE_AFTER_VAL) {
            return "'val' stands to the right of an operator: FIELD = val(OTHER)";
        }
        if (expected == Expected.CLOSING_PARENTHESIS) {
            String list = listBefore();
            if (list != null) {
                return list;
            }
            if (next.equals("and") || next.equals("or")) {
                return "a field or a macro is missing before '" + next + "'";
            }
            int open = unclosed();
            return open < 0
                    ? null
                    : "the parenthesis that is open here begins at "
                            + text.placeOf(open).position();
        }
        if (expected == Expected.CONNECTIVE && at == ')') {
            return "no parenthesis is open here: remove it, or open one before";
        }
        return null;
    }

    private @Nullable String nearestOperator() {
        Matcher word = WORD.matcher(text.toString());
        if (!word.find(index)) {
            return "a field needs an operator, and a value unless it is 'exists'";
        }
        if (Comparison.OPERATORS.contains(word.group(1))) {
            return "a value is missing after '" + word.group(1) + "'";
        }
        return Nearest.quoted(word.group(1), Comparison.OPERATORS);
    }

    /** What to say of a list that is not written as one; null if there is none. */
    private @Nullable String listBefore() {
        String before = text.toString().substring(0, index);
        if (BARE_LIST.matcher(before).find()) {
            return "write the list in parentheses: in (...)";
        }
        int open = unclosed();
        return open >= 0 && LIST_OPERATOR.matcher(before.substring(0, open)).find()
                ? "write a comma between the members of the list, or ')' after the last"
                : null;
    }

    /** The first character at or after the error that is not a space; a space at the end. */
    private char at() {
        int at = index;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : ' ';
    }

    private String next() {
        Matcher matcher = NEXT.matcher(text.toString());
        return matcher.find(index) && matcher.group(1) != null ? matcher.group(1) : "";
    }

    /** The innermost open parenthesis at the error. */
    private int unclosed() {
        Deque<Integer> open = new ArrayDeque<>();
        char quote = 0;
        for (int i = 0; i < index; i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote && text.charAt(i - 1) != '\\' ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(') {
                open.push(i);
            } else if (c == ')' && !open.isEmpty()) {
                open.pop();
            }
        }
        return open.isEmpty() ? -1 : open.peek();
    }
}
