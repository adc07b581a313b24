// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads untrusted JSON. An absent value is empty; a value of another type is an error. */
public final class JsonTree {
    /** Bounds how deep values may lie in each other. */
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JsonTree() {}

    static Map<String, Object> read(String text) throws IOException {
        try {
            return object(JSON.readValue(text, Map.class));
        } catch (JacksonException e) {
            throw new IOException("no JSON object: " + e.getMessage(), e);
        }
    }

    /** The entries of an object; empty if absent. */
    public static Map<String, Object> object(@Nullable Object value) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> object.put(String.valueOf(key), item));
        } else if (value != null) {
            throw new IOException("not an object but " + value);
        }
        return object;
    }

    static List<Object> list(@Nullable Object value) throws IOException {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        throw new IOException("not a list but " + value);
    }

    static List<String> texts(@Nullable Object value) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Object item : list(value)) {
            texts.add(text(item));
        }
        return texts;
    }

    /** A string; empty if absent. */
    public static String text(@Nullable Object value) throws IOException {
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw new IOException("not a text but " + value);
    }
}
