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
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder(indent);
        int begin = indent.length();
        for (String word : text.split(" +", -1)) {
            if (current.length() > begin && current.length() + 1 + word.length() > WIDTH) {
                lines.add(current.toString());
                current.setLength(0);
                current.append(indent).append("  ");
                begin = indent.length() + 2;
            }
            current.append(current.length() > begin ? " " : "").append(word);
        }
        lines.add(current.toString());
        return lines;
    }
}
