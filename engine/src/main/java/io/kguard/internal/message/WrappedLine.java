// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.message;

import java.util.ArrayList;
import java.util.List;

/** A line of prose that is broken between words, so that it fits a terminal. */
public final class WrappedLine {
    /** The columns of a usual terminal. */
    static final int WIDTH = 80;

    private WrappedLine() {}

    /** Each line of a text, broken where it is too long. */
    public static List<String> of(List<String> lines) {
        return lines.stream().flatMap(line -> of(line).stream()).toList();
    }

    /** The lines, of which the later ones stand two further to the right. A word that is too long is not cut. */
    public static List<String> of(String line) {
        if (line.length() <= WIDTH) {
            return List.of(line);
        }
        String text = line.stripLeading();
        String indent = " ".repeat(line.length() - text.length());
        return broken(indent, indent.length() + 2, text);
    }

    /** A row of a table: the last cell goes on below itself. */
    public static List<String> of(String cells, String last) {
        String line = cells + last;
        return line.length() <= WIDTH ? List.of(line) : broken(cells, cells.length(), last);
    }

    private static List<String> broken(String first, int indent, String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder(first);
        int begin = first.length();
        for (String word : text.split(" +", -1)) {
            if (current.length() > begin && current.length() + 1 + word.length() > WIDTH) {
                lines.add(current.toString());
                current.setLength(0);
                current.append(" ".repeat(indent));
                begin = indent;
            }
            current.append(current.length() > begin ? " " : "").append(word);
        }
        lines.add(current.toString());
        return lines;
    }
}
