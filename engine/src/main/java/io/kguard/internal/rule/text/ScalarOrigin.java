// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.rule.text;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Where the characters of a YAML scalar are in the file, considering folding, indentation, quotes and escapes.
 *
 * @param start where the first character is
 * @param length the number of characters of the scalar
 * @param offsets where each character is; null if they are contiguous
 */
record ScalarOrigin(RuleFileText source, int start, int length, int @Nullable [] offsets) implements TracedText.Origin {

    static ScalarOrigin of(RuleFileText source, ScalarNode node, int begin) {
        String value = node.getValue();
        String file = source.text();
        int start = afterProperties(file, begin);
        ScalarStyle style = node.getScalarStyle();
        int first = switch (style) {
            case SINGLE_QUOTED, DOUBLE_QUOTED -> start + 1;
            case LITERAL, FOLDED -> Math.max(start, file.indexOf('\n', start) + 1);
            default -> start;
        };
        if (file.startsWith(value, first)) {
            return new ScalarOrigin(source, first, value.length(), null);
        }
        return new ScalarOrigin(source, first, value.length(), align(value, file, first, style));
    }

    /** Where a scalar begins behind its anchor and its tag. */
    private static int afterProperties(String file, int begin) {
        int at = begin;
        while (at < file.length() && (file.charAt(at) == '&' || file.charAt(at) == '!')) {
            while (at < file.length() && !isBlank(file.charAt(at))) {
                at++;
            }
            at = skipBlanks(file, at);
        }
        return at;
    }

    /**
     * Walks through value and file together. White space of the value is the next white space of the file, of any
     * length; every other character must be next. If that fails, the rest gets the position where it failed.
     */
    private static int[] align(String value, String file, int first, ScalarStyle style) {
        int[] offsets = new int[value.length()];
        int at = first;
        for (int i = 0; i < offsets.length; i++) {
            char c = value.charAt(i);
            if (style == ScalarStyle.DOUBLE_QUOTED && at < file.length() && file.charAt(at) == '\\') {
                if (at + 1 < file.length() && isBlank(file.charAt(at + 1))) {
                    at = skipBlanks(file, at + 1);
                    i--;
                    continue;
                }
                offsets[i] = at;
                at = endOfEscape(file, at);
                if (Character.isHighSurrogate(c) && i + 1 < offsets.length) {
                    offsets[++i] = offsets[i - 1];
                }
            } else if (isBlank(c)) {
                offsets[i] = at;
                boolean last = i + 1 == offsets.length || !isBlank(value.charAt(i + 1));
                at = last ? skipBlanks(file, at) : Math.min(at + 1, file.length());
            } else {
                at = skipBlanks(file, at);
                offsets[i] = at;
                if (at < file.length() && file.charAt(at) == c) {
                    at += style == ScalarStyle.SINGLE_QUOTED && c == '\'' ? 2 : 1;
                }
            }
        }
        return offsets;
    }

    private static int endOfEscape(String file, int backslash) {
        int length = backslash + 1 < file.length()
                ? switch (file.charAt(backslash + 1)) {
                    case 'x' -> 4;
                    case 'u' -> 6;
                    case 'U' -> 10;
                    default -> 2;
                }
                : 1;
        return Math.min(backslash + length, file.length());
    }

    private static int skipBlanks(String file, int from) {
        int at = from;
        while (at < file.length() && isBlank(file.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    @Override
    public Place placeOf(int index) {
        int clamped = Math.max(0, Math.min(index, length));
        if (offsets == null) {
            return source.place(start + clamped);
        }
        if (offsets.length == 0) {
            return source.place(start);
        }
        return clamped == length ? source.place(offsets[length - 1] + 1) : source.place(offsets[clamped]);
    }
}
