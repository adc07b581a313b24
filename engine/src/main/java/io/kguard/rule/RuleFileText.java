// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Location;
import io.kguard.diagnostic.Position;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text of a rule file, with positions. A rule file inside another YAML file (a ConfigMap, a Helm values file) knows
 * the outer file, so that positions are those in an editor.
 */
final class RuleFileText {
    /** How many values of sequences are read. Values behind aliases count for each reference. */
    private static final int MAX_READ = 2 * YamlContent.MAX_VALUES;

    private final String name;
    private final String text;
    private final int[] lineStarts;
    private final @Nullable TracedText outer;
    private int read;

    public RuleFileText(String name, String text) {
        this(name, text, null);
    }

    private RuleFileText(String name, String text, @Nullable TracedText outer) {
        this.name = name;
        this.text = text;
        this.outer = outer;
        this.lineStarts = lineStarts(text);
    }

    /** The rule file in a scalar of another file. */
    public static RuleFileText embedded(String name, TracedText scalar) {
        return new RuleFileText(name, scalar.toString(), scalar);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = i + 1;
        }
        return Arrays.copyOf(starts, count);
    }

    /**
     * Counts values each time they are read, because with aliases a few values may be read very often.
     *
     * @throws LoadError if there are too many
     */
    void count(int values, YamlNode at) {
        read += values;
        if (read > MAX_READ) {
            throw Context.of(this)
                    .in(Location.Kind.VALUE_FOR, at.place())
                    .malformed("its aliases repeat too many values", null);
        }
    }

    /** The name of the file. */
    public String name() {
        return name;
    }

    /** The whole text. */
    public String text() {
        return text;
    }

    /** The place at an offset, in the outer file if this one is embedded. */
    public Place place(int offset) {
        return outer == null ? new Place(this, Math.min(offset, text.length())) : outer.placeOf(offset);
    }

    /** The position of an offset in this text. */
    Position position(int offset) {
        int line = lineOf(offset);
        return new Position(name, line + 1, offset - lineStarts[line] + 1, offset);
    }

    /** The offset of a line and a column, both from 1. */
    public int offsetOf(int line, int column) {
        return lineStarts[line - 1] + column - 1;
    }

    /** Where the line of an offset begins. */
    int lineStart(int offset) {
        return lineStarts[lineOf(offset)];
    }

    /** Where the line of an offset ends, without its line break. */
    int lineEnd(int offset) {
        return endOf(lineOf(offset));
    }

    private int lineOf(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found : -found - 2;
    }

    private int endOf(int line) {
        int end = line + 1 < lineStarts.length ? lineStarts[line + 1] - 1 : text.length();
        return end > lineStarts[line] && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }
}
