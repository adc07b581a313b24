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
import tools.jackson.core.TokenStreamContext;

/** Finds fields that a JSON text has twice. The last one counts, so that what a reader sees first may not be what is meant. */
final class DuplicateFields {
    private static final int MOST = 100;
    private static final int LONGEST = 4096;

    private DuplicateFields() {}

    /** The paths of the fields that come a second time; empty if the text is no JSON. */
    public static List<String> of(byte[] json) {
        List<String> duplicates = new ArrayList<>();
        Deque<Set<String>> names = new ArrayDeque<>(); // of the objects that are being read
        try (JsonParser parser = ResourceStore.JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken();
                    token != null && duplicates.size() < MOST;
                    token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT -> names.push(new HashSet<>());
                    case END_OBJECT -> names.pop();
                    case PROPERTY_NAME -> {
                        if (!names.element().add(parser.currentName())) {
                            duplicates.add(path(parser.streamReadContext()));
                        }
                    }
                    default -> {}
                }
            }
        } catch (JacksonException e) {
            return List.of(); // who reads it as an object says so
        }
        return duplicates;
    }

    /** The path of the value that is being read. It is cut: names may be of any length. */
    private static String path(@Nullable TokenStreamContext at) {
        if (at == null || at.inRoot()) {
            return "";
        }
        String base = path(at.getParent());
        String own = at.inArray() ? "[" + at.getCurrentIndex() + "]" : (base.isEmpty() ? "" : ".") + at.currentName();
        return base + own.substring(0, Math.max(0, Math.min(own.length(), LONGEST - base.length())));
    }
}
