// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.List;

/** A value in a YAML text. Two are equal if they are the same, which values behind aliases are. */
abstract sealed class YamlContent {
    /** The maximum number of values in a text: each takes some hundred bytes. */
    public static final int MAX_VALUES = 250_000;

    private final int start;

    private YamlContent(int start) {
        this.start = start;
    }

    /** The offset where it begins, with its anchor and its tag. */
    public int start() {
        return start;
    }

    /** No value: {@code null}, {@code ~}, or none is written. */
    public static final class Nothing extends YamlContent {
        Nothing(int start) {
            super(start);
        }
    }

    /** A text. */
    public static final class Text extends YamlContent {
        private final String value;
        private final int[] origins;
        private final int end;

        /**
         * A text.
         *
         * @param origins where each of its characters is written; only the first if they lie side by side
         */
        Text(int start, String value, int[] origins, int end) {
            super(start);
            this.value = value;
            this.origins = origins;
            this.end = end;
        }

        /** The same text, with an anchor or a tag before it. */
        Text from(int before) {
            return new Text(before, value, origins, end);
        }

        /** The text itself. */
        public String value() {
            return value;
        }

        /** The offset where a character is written; that of its length is behind the last character. */
        public int origin(int index) {
            int clamped = Math.max(0, Math.min(index, value.length()));
            if (origins.length < value.length() || value.length() < 2) {
                return (origins.length == 0 ? end : origins[0]) + clamped;
            }
            return clamped < value.length() ? origins[clamped] : origins[clamped - 1] + 1;
        }

        /** The offset where it ends, with its quotes. */
        public int end() {
            return end;
        }
    }

    /** Values in order. */
    public static final class Sequence extends YamlContent {
        private final List<YamlContent> values;

        Sequence(int start, List<YamlContent> values) {
            super(start);
            this.values = List.copyOf(values);
        }

        public List<YamlContent> values() {
            return values;
        }
    }

    /** Keys with values, in order. */
    public static final class Mapping extends YamlContent {
        private final List<Entry> entries;

        Mapping(int start, List<Entry> entries) {
            super(start);
            this.entries = List.copyOf(entries);
        }

        public List<Entry> entries() {
            return entries;
        }
    }

    /** A key with its value. */
    public record Entry(YamlContent key, YamlContent value) {}
}
