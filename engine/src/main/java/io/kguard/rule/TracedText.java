// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;

/** Text assembled from pieces of rule files. It knows where each of its characters was written. */
@API(status = API.Status.INTERNAL)
public final class TracedText {
    static final TracedText EMPTY = new Builder().build();

    private final String text;
    private final int[] starts;
    private final List<Run> runs;

    /** Characters from one origin, starting at index {@code from} of it. */
    private record Run(Origin origin, int from) {}

    /** Where the characters of a scalar are in its file. */
    interface Origin {
        Place placeOf(int index);
    }

    private TracedText(String text, int[] starts, List<Run> runs) {
        this.text = text;
        this.starts = starts;
        this.runs = runs;
    }

    static TracedText of(String text, Origin origin) {
        return new TracedText(text, new int[] {0}, List.of(new Run(origin, 0)));
    }

    int length() {
        return text.length();
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    char charAt(int index) {
        return text.charAt(index);
    }

    /**
     * Where a character was written; the length means the end.
     *
     * @throws IllegalStateException if no part of the text comes from a file
     */
    Place placeOf(int index) {
        if (runs.isEmpty()) {
            throw new IllegalStateException("text without an origin: " + text);
        }
        int run = runAt(index);
        return runs.get(run).origin.placeOf(runs.get(run).from + index - starts[run]);
    }

    /**
     * Where a character stands.
     *
     * @param index an index into the text; its length means the end
     */
    public Position positionOf(int index) {
        return placeOf(index).position();
    }

    private int runAt(int index) {
        int found = Arrays.binarySearch(starts, index);
        return Math.max(0, found >= 0 ? found : -found - 2);
    }

    /** The text without white space around it. */
    TracedText trim() {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return slice(from, to);
    }

    /** This text with a part of it replaced. */
    TracedText replaced(String part, String other) {
        Builder out = new Builder();
        int from = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, from)) {
            out.append(this, from, at).append(other);
            from = at + part.length();
        }
        return out.append(this, from, length()).build();
    }

    TracedText slice(int from, int to) {
        return new Builder().append(this, from, to).build();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** The text itself: as YAML has it, without quotes, lines joined. */
    @Override
    public String toString() {
        return text;
    }

    /** Assembles a text. */
    static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private int[] starts = new int[4];
        private final List<Run> runs = new ArrayList<>();

        /** Appends text of the loader, which counts as a continuation of the text before it. */
        public Builder append(String own) {
            text.append(own);
            return this;
        }

        public Builder append(TracedText other) {
            return append(other, 0, other.length());
        }

        /** Appends text of many pieces as one piece, which is fast even if repeated. */
        public Builder appendWhole(TracedText other) {
            if (!other.runs.isEmpty()) {
                addRun(text.length(), new Run(other::placeOf, 0));
            }
            text.append(other.text);
            return this;
        }

        public Builder append(TracedText other, int from, int to) {
            int shift = text.length() - from;
            for (int i = other.runAt(from);
                    i < other.runs.size() && (other.starts[i] < to || other.starts[i] <= from);
                    i++) {
                Run run = other.runs.get(i);
                int first = Math.max(other.starts[i], from);
                addRun(
                        first + shift,
                        first == other.starts[i] ? run : new Run(run.origin, run.from + first - other.starts[i]));
            }
            text.append(other.text, from, to);
            return this;
        }

        private void addRun(int start, Run run) {
            if (runs.size() == starts.length) {
                starts = Arrays.copyOf(starts, starts.length * 2);
            }
            starts[runs.size()] = start;
            runs.add(run);
        }

        public int length() {
            return text.length();
        }

        public char charAt(int index) {
            return text.charAt(index);
        }

        /** Drops the last characters. */
        public void setLength(int length) {
            text.setLength(length);
            while (runs.size() > 1 && starts[runs.size() - 1] >= length) {
                runs.remove(runs.size() - 1);
            }
        }

        public TracedText build() {
            return new TracedText(text.toString(), Arrays.copyOf(starts, runs.size()), List.copyOf(runs));
        }
    }
}
