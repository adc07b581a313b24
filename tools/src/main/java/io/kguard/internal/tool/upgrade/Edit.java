// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.Position;
import io.kguard.rule.TracedText;
import java.util.Optional;

/**
 * A change of one part of a file.
 *
 * @param at where the part begins
 * @param end the offset after it
 * @param replacement what stands there afterwards
 */
record Edit(Position at, int end, String replacement) {
    int start() {
        return at.offset();
    }

    /**
     * The change of a part of a value, if that part stands in the file as YAML has it but for white space: without escapes,
     * in one piece.
     *
     * @param text the value
     * @param from the first character of the part, which is not white space
     * @param to the index after its last character
     * @param fileText the file
     */
    static Optional<Edit> of(TracedText text, int from, int to, String fileText, String replacement) {
        Position first = text.positionOf(from);
        Position last = text.positionOf(to - 1);
        int end = last.offset() + 1;
        if (!first.file().equals(last.file()) || first.offset() >= end || end > fileText.length()) {
            return Optional.empty();
        }
        String there = fileText.substring(first.offset(), end);
        return squeezed(there).equals(squeezed(text.toString().substring(from, to)))
                ? Optional.of(new Edit(first, end, replacement))
                : Optional.empty();
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    /** This change, and also of what stands before it, from the character after a position on. */
    Edit andAfter(Position before) {
        Position begin = new Position(before.file(), before.line(), before.column() + 1, before.offset() + 1);
        return new Edit(begin, end, replacement);
    }

    /** This change, and also of what stands after it, up to an offset. */
    Edit upTo(int offset) {
        return new Edit(at, offset, replacement);
    }
}
