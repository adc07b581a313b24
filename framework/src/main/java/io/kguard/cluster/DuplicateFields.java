// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Finds fields that a JSON text has twice. The last one counts, so that what a reader sees first may not be what is meant. */
final class DuplicateFields {
    private static final int MOST = 100;

    private DuplicateFields() {}

    /** The paths of the fields that come a second time; empty if the text is no JSON. */
    static List<String> of(byte[] json) {
        List<String> duplicates = new ArrayList<>();
        Deque<Level> levels = new ArrayDeque<>();
        try (JsonParser parser = ResourceStore.JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken();
                    token != null && duplicates.size() < MOST;
                    token = parser.nextToken()) {
                Level level = levels.peek();
                switch (token) {
                    case START_OBJECT, START_ARRAY ->
                        levels.push(new Level(level == null ? "" : level.next(), token == JsonToken.START_ARRAY));
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
        private final String path;
        private final boolean list;
        private final Set<String> names = new HashSet<>();
        private String name = "";
        private int index;

        Level(String path, boolean list) {
            this.path = path;
            this.list = list;
        }

        boolean name(String value) {
            name = value;
            return names.add(value);
        }

        String path() {
            return path.isEmpty() ? name : path + "." + name;
        }

        /** The path of the value that comes next. */
        String next() {
            return list ? path + "[" + index++ + "]" : path();
        }
    }
}
