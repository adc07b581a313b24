// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Finds fields that a JSON text has twice. The last one counts, so that what a reader sees first may not be what is meant. */
final class DuplicateFields {
    private static final int MOST = 100;
    private static final int LONGEST = 4096;

    private DuplicateFields() {}

    /** The paths of the fields that come a second time; empty if the text is no JSON. */
    public static List<String> of(byte[] json) {
        List<String> duplicates = new ArrayList<>();
        Deque<Level> levels = new ArrayDeque<>();
        try (JsonParser parser = ResourceStore.JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken();
                    token != null && duplicates.size() < MOST;
                    token = parser.nextToken()) {
                Level level = levels.peek();
                switch (token) {
                    case START_OBJECT, START_ARRAY -> {
                        if (level != null) {
                            level.next();
                        }
                        levels.push(new Level(level, token == JsonToken.START_ARRAY));
                    }
                    case END_OBJECT, END_ARRAY -> levels.pop();
                    case PROPERTY_NAME -> {
                        if (level != null && !level.name(parser.currentName())) {
                            duplicates.add(level.path());
                        }
                    }
                    default -> {
                        if (level != null) {
                            level.next();
                        }
                    }
                }
            }
        } catch (JacksonException e) {
            return List.of(); // who reads it as an object says so
        }
        return duplicates;
    }

    /** An object or a list that is being read. */
    private static final class Level {
        private final @Nullable Level parent;
        private final boolean list;
        private final Set<String> names = new HashSet<>();
        private String name = "";
        private int index = -1;

        Level(@Nullable Level parent, boolean list) {
            this.parent = parent;
            this.list = list;
        }

        boolean name(String value) {
            name = value;
            return names.add(value);
        }

        /** Notes that a value begins. */
        void next() {
            index++;
        }

        /** The path of the value that is being read. It is made for duplicates alone, and cut: names may be of any length. */
        String path() {
            String base = parent == null ? "" : parent.path();
            String own = list ? "[" + index + "]" : (base.isEmpty() ? "" : ".") + name;
            return base + own.substring(0, Math.max(0, Math.min(own.length(), LONGEST - base.length())));
        }
    }
}
