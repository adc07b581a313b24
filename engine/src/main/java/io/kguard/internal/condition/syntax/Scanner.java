// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The tokens of a condition. There is no list of tokens, because a token depends on the state of the parser. */
final class Scanner {
    private final String text;
    private final int[] lineStarts;
    private int at;
    private String last = "";

    Scanner(String text) {
        this.text = text;
        this.lineStarts = IntStream.iterate(0, start -> start >= 0, start -> lineBehind(text, start))
                .toArray();
    }

    /** Where the line after a line begins, or -1 if there is none. */
    private static int lineBehind(String text, int start) {
        int end = text.indexOf('\n', start);
        return end < 0 ? -1 : end + 1;
    }

    int position() {
        return at;
    }

    /** The last consumed token, as written. */
    String last() {
        return last;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** Goes back to an earlier position. */
    void backTo(int position) {
        at = position;
    }

    /** Skips white space. Returns whether there was any. */
    boolean blank() {
        int start = at;
        while (at < text.length() && " \t\b\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at > start;
    }

    boolean accept(String token) {
        if (!text.startsWith(token, at)) {
            return false;
        }
        return consume(at + token.length());
    }

    /** A word and the parenthesis after it. */
    boolean acceptCall(String word) {
        int end = at + word.length();
        return text.startsWith(word, at) && text.startsWith("(", end) && consume(end + 1);
    }

    /** {@code not} and at least one white-space character. */
    boolean not() {
        int end = at + 3;
        if (!text.startsWith("not", at) || end == text.length() || !isSpace(text.charAt(end))) {
            return false;
        }
        while (end < text.length() && isSpace(text.charAt(end))) {
            end++;
        }
        return consume(end);
    }

    /** A word operator, which a white-space character must follow. */
    boolean followedBySpace(String token) {
        int end = at + token.length();
        return text.startsWith(token, at) && end < text.length() && isSpace(text.charAt(end));
    }

    /** Whether a keyword of the grammar is here, and not a longer word. */
    boolean atKeyword() {
        for (String word : List.of("and", "or", "not")) {
            int end = at + word.length();
            if (text.startsWith(word, at)
                    && (end == text.length() || !isLetter(text.charAt(end)) && !isDigit(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    boolean identifier() {
        int end = word(at);
        return end > at && consume(end);
    }

    /** A name with at least one dot. */
    boolean fieldName() {
        int end = word(at);
        if (end == at) {
            return false;
        }
        int dots = end;
        while (dots < text.length() && text.charAt(dots) == '.') {
            int next = dots + 1;
            while (next < text.length() && isWord(text.charAt(next))) {
                next++;
            }
            if (next == dots + 1 || !isLetter(text.charAt(dots + 1))) {
                break;
            }
            dots = next;
        }
        return dots > end && consume(dots);
    }

    /** The argument in a field's brackets, without quotes. */
    boolean bareArgument() {
        return run("[]\"'");
    }

    boolean bareText() {
        return run("()\"'=,");
    }

    private boolean run(String stops) {
        int end = at;
        while (end < text.length() && !isSpace(text.charAt(end)) && stops.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end > at && consume(end);
    }

    boolean hexNumber() {
        if (!text.startsWith("0x", at) && !text.startsWith("0X", at)) {
            return false;
        }
        int end = at + 2;
        while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0 && text.charAt(end) < 128) {
            end++;
        }
        return end > at + 2 && consume(end);
    }

    boolean number() {
        int start = at < text.length() && "+-".indexOf(text.charAt(at)) >= 0 ? at + 1 : at;
        int end = digits(start);
        if (end == start) {
            return false;
        }
        if (end < text.length() && text.charAt(end) == '.') {
            end = digits(end + 1);
        }
        if (end + 2 < text.length() && "eE".indexOf(text.charAt(end)) >= 0 && "+-".indexOf(text.charAt(end + 1)) >= 0) {
            int exponent = digits(end + 2);
            end = exponent > end + 2 ? exponent : end;
        }
        return consume(end);
    }

    /** A quoted string. It ends at the first equal quote without a backslash before it. */
    boolean quoted() {
        if (at == text.length() || "\"'".indexOf(text.charAt(at)) < 0) {
            return false;
        }
        char quote = text.charAt(at);
        for (int end = at + 1; end < text.length(); end++) {
            // the opening quote counts as preceded by a backslash: an empty string ends at once
            if (text.charAt(end) == quote && text.charAt(end - 1) != '\\') {
                return consume(end + 1);
            }
        }
        return false;
    }

    private boolean consume(int end) {
        last = text.substring(at, end);
        at = end;
        return true;
    }

    private int word(int start) {
        int end = start;
        if (end < text.length() && isLetter(text.charAt(end))) {
            while (end < text.length() && isWord(text.charAt(end))) {
                end++;
            }
        }
        return end;
    }

    private int digits(int start) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return isLetter(c) || isDigit(c) || c == '_';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** The position of the text between two indexes. */
    Span span(int start, int end) {
        int line = Arrays.binarySearch(lineStarts, start);
        line = line >= 0 ? line : -line - 2;
        return new Span(start, end, line + 1, start - lineStarts[line] + 1);
    }
}
