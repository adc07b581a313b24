// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses RE2's POSIX syntax: no Perl classes, no {@code (?}, no word boundaries. Messages are RE2's. */
final class RegexParser {
    private static final int MAX_REPEAT = 1000;
    private static final int MAX_DEPTH = 500;
    private static final int LAST = Character.MAX_CODE_POINT;
    private static final int LONGEST_NUMBER = 100_000_000;
    private static final RegexNode NOTHING = new RegexNode.Sequence(List.of());

    private final int[] text;
    private int at;
    private int depth;
    private int stackedRepetitions;

    RegexParser(String pattern) {
        this.text = pattern.codePoints().toArray();
    }

    RegexNode parse() {
        RegexNode node = choice();
        if (at < text.length) {
            throw error("unexpected )", 0, text.length);
        }
        return node;
    }

    private RegexNode choice() {
        List<RegexNode> parts = new ArrayList<>();
        parts.add(sequence());
        while (accept('|')) {
            parts.add(sequence());
        }
        return parts.size() == 1 ? parts.get(0) : new RegexNode.Choice(parts);
    }

    private RegexNode sequence() {
        List<RegexNode> parts = new ArrayList<>();
        while (at < text.length && text[at] != '|' && text[at] != ')') {
            int start = at;
            if (repeated(NOTHING) != null) {
                throw error("no argument for repetition operator", start, at);
            }
            RegexNode part = atom();
            for (boolean stacked = false; at < text.length; stacked = true) {
                RegexNode repeated = repeated(part);
                if (repeated == null) {
                    break;
                }
                if (stacked && ++stackedRepetitions > MAX_DEPTH) {
                    throw error("expression nests too deeply", 0, text.length);
                }
                part = repeated;
            }
            parts.add(part);
        }
        return parts.size() == 1 ? parts.get(0) : new RegexNode.Sequence(parts);
    }

    private @Nullable RegexNode repeated(RegexNode part) {
        int from = at;
        if (accept('*')) {
            return new RegexNode.Repeat(part, 0, -1);
        } else if (accept('+')) {
            return new RegexNode.Repeat(part, 1, -1);
        } else if (accept('?')) {
            return new RegexNode.Repeat(part, 0, 1);
        } else if (text[at] == '{') {
            at++;
            int min = number();
            int max = min;
            if (min >= 0 && accept(',')) {
                max = at < text.length && text[at] == '}' ? -1 : number();
                if (max == -2) {
                    min = -2;
                }
            }
            if (min < 0 || !accept('}')) {
                at = from;
                return null; // not a repetition: an ordinary brace
            }
            RegexNode repeat = new RegexNode.Repeat(part, min, max);
            boolean isTooLarge =
                    min > MAX_REPEAT || max > MAX_REPEAT || Math.max(min, max) > 1 && left(repeat, MAX_REPEAT) == 0;
            if (isTooLarge || max >= 0 && max < min) {
                throw error("invalid repetition size", from, at);
            }
            return repeat;
        }
        return null;
    }

    /** How often a part may yet be repeated, with repetitions inside repetitions; at most {@code most} times altogether. */
    private static int left(RegexNode node, int most) {
        if (node instanceof RegexNode.Repeat repeat) {
            int times = repeat.max() < 0 ? repeat.min() : repeat.max();
            return left(repeat.part(), times > 0 ? most / times : most);
        } else if (node instanceof RegexNode.Sequence sequence) {
            return left(sequence.parts(), most);
        } else if (node instanceof RegexNode.Choice choice) {
            return left(choice.parts(), most);
        }
        return most;
    }

    private static int left(List<RegexNode> parts, int most) {
        return parts.stream().mapToInt(part -> left(part, most)).min().orElse(most);
    }

    private int number() {
        int start = at;
        int value = 0;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            if (value >= LONGEST_NUMBER) {
                return -2;
            }
            value = 10 * value + text[at++] - '0';
        }
        return at == start ? -2 : value;
    }

    private RegexNode atom() {
        int start = at;
        int c = text[at++];
        switch (c) {
            case '(' -> {
                if (at < text.length && text[at] == '?') {
                    throw error("no argument for repetition operator", at, at + 1);
                }
                if (++depth > MAX_DEPTH) {
                    throw error("expression nests too deeply", 0, text.length);
                }
                RegexNode inner = choice();
                if (!accept(')')) {
                    throw error("missing )", 0, text.length);
                }
                depth--;
                return inner;
            }
            case '^' -> {
                return new RegexNode.Anchor(true);
            }
            case '$' -> {
                return new RegexNode.Anchor(false);
            }
            case '.' -> {
                return new RegexNode.Characters(new int[] {0, '\n' - 1, '\n' + 1, LAST});
            }
            case '[' -> {
                return bracket(start);
            }
            default -> {
                int literal = c == '\\' ? escape(start) : c;
                return new RegexNode.Characters(new int[] {literal, literal});
            }
        }
    }

    private int escape(int start) {
        if (at == text.length) {
            throw new IllegalArgumentException("trailing \\");
        }
        int c = text[at++];
        int named = "afnrtv".indexOf(c);
        if (named >= 0) {
            return "\007\f\n\r\t\013".charAt(named);
        }
        if (c == 'x') {
            return hex(start);
        }
        if (c >= '0' && c <= '7' && (c == '0' || at < text.length && text[at] >= '0' && text[at] <= '7')) {
            int value = c - '0';
            for (int i = 0; i < 2 && at < text.length && text[at] >= '0' && text[at] <= '7'; i++) {
                value = 8 * value + text[at++] - '0';
            }
            return value;
        }
        if (c < 0x80 && !Character.isLetterOrDigit(c)) {
            return c;
        }
        throw error("invalid escape sequence", start, at);
    }

    private int hex(int start) {
        boolean braces = accept('{');
        int value = 0;
        int digits = 0;
        while (at < text.length && (braces || digits < 2) && text[at] < 128 && Character.digit(text[at], 16) >= 0) {
            value = 16 * value + Character.digit(text[at++], 16);
            digits++;
            if (value > LAST) {
                throw error("invalid escape sequence", start, at);
            }
        }
        if (braces ? digits == 0 || !accept('}') : digits != 2) {
            throw error("invalid escape sequence", start, Math.min(at + 1, text.length));
        }
        return value;
    }

    private RegexNode bracket(int start) {
        BitSet set = new BitSet();
        boolean negated = accept('^');
        boolean first = true;
        while (at < text.length && (text[at] != ']' || first)) {
            boolean isFirst = first;
            first = false;
            if (text[at] == '[' && at + 1 < text.length && text[at + 1] == ':') {
                int close = at + 2;
                while (close + 1 < text.length && !(text[close] == ':' && text[close + 1] == ']')) {
                    close++;
                }
                if (close + 1 < text.length) {
                    addClass(set, new String(text, at + 2, close - at - 2), at, close + 2);
                    at = close + 2;
                    continue;
                }
            }
            int from = at;
            if (text[at] == '-' && !isFirst && at + 1 < text.length && text[at + 1] != ']') {
                throw error("invalid character class range", at, at + 2);
            }
            int low = classCharacter(start);
            int high = low;
            if (at + 1 < text.length && text[at] == '-' && text[at + 1] != ']') {
                at++;
                high = classCharacter(start);
                if (high < low) {
                    throw error("invalid character class range", from, at);
                }
            }
            set.set(low, high + 1);
        }
        if (!accept(']')) {
            throw error("missing ]", start, text.length);
        }
        if (negated) {
            set.flip(0, LAST + 1);
        }
        return new RegexNode.Characters(ranges(set));
    }

    private int classCharacter(int start) {
        if (at == text.length) {
            throw error("missing ]", start, text.length);
        }
        int c = text[at++];
        return c == '\\' ? escape(at - 1) : c;
    }

    private void addClass(BitSet set, String name, int start, int end) {
        boolean negated = name.startsWith("^");
        boolean[] members = new boolean[256];
        if (!GlobSet.addClass(members, negated ? name.substring(1) : name)) {
            throw error("invalid character class range", start, end);
        }
        BitSet named = new BitSet();
        for (int c = 0; c < 128; c++) {
            named.set(c, members[c]);
        }
        if (negated) {
            named.flip(0, LAST + 1);
        }
        set.or(named);
    }

    private static int[] ranges(BitSet set) {
        List<Integer> ranges = new ArrayList<>();
        for (int low = set.nextSetBit(0); low >= 0; ) {
            int end = set.nextClearBit(low);
            ranges.add(low);
            ranges.add(end - 1);
            low = set.nextSetBit(end);
        }
        return ranges.stream().mapToInt(Integer::intValue).toArray();
    }

    private boolean accept(char c) {
        if (at < text.length && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private IllegalArgumentException error(String what, int start, int end) {
        return new IllegalArgumentException(what + ": " + new String(text, start, end - start));
    }
}
