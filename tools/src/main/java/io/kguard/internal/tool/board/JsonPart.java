// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.file.FileBelow;
import io.kguard.internal.message.Wording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A part of a JSON file that a run left behind. What is missing, or of another type, is a mistake with its place: a file that is
 * read in part would show less than the run found.
 *
 * @param file the file, for messages
 * @param place where the part is, such as {@code checks[3]}; empty for the whole
 * @param node what is there
 */
record JsonPart(Path file, String place, JsonNode node) {
    /** The largest file that is read. */
    static final int MAX_BYTES = 64 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a file. No link leads out of the folder: it may be what somebody else's build left behind.
     *
     * @throws IOException if it can't be read, or is no JSON
     */
    static JsonPart read(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        byte[] bytes = FileBelow.read(folder, Path.of(name), MAX_BYTES);
        try {
            JsonPart whole = new JsonPart(file, "", MAPPER.readTree(bytes));
            if (!whole.node.isObject()) {
                throw whole.damaged("it must be an object");
            }
            return whole;
        } catch (JacksonException e) {
            String at = e.getLocation() == null
                    ? ""
                    : ":" + e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr();
            throw new IOException(
                    file + at + ": it is no whole JSON file: " + e.getOriginalMessage() + ". " + advice(), e);
        }
    }

    private static String advice() {
        return "The file is damaged, or another version of kguard wrote it. Make the run again: "
                + Wording.command("verify");
    }

    /** What is said of a part that is not as it must be. */
    IOException damaged(String what) {
        return new IOException(file + ": " + (place.isEmpty() ? "" : place + ": ") + what + ". " + advice());
    }

    private JsonPart of(String key) throws IOException {
        JsonNode found = node.get(key);
        JsonPart part = new JsonPart(file, place.isEmpty() ? key : place + "." + key, found == null ? node : found);
        if (found == null) {
            throw part.damaged("it is missing");
        }
        return part;
    }

    /** A text. */
    String text(String key) throws IOException {
        return of(key).text();
    }

    private String text() throws IOException {
        if (!node.isString()) {
            throw damaged("it must be a text");
        }
        return node.stringValue();
    }

    /** A text that is one of several words. */
    String word(String key, List<String> words) throws IOException {
        JsonPart part = of(key);
        if (!words.contains(part.text())) {
            throw part.damaged("it is \"" + part.text() + "\", and must be one of " + String.join(", ", words));
        }
        return part.text();
    }

    /** A whole number from 0. */
    long count(String key) throws IOException {
        JsonPart part = of(key);
        if (!part.node.isIntegralNumber() || !part.node.canConvertToLong() || part.node.longValue() < 0) {
            throw part.damaged("it must be a whole number from 0");
        }
        return part.node.longValue();
    }

    /** A number from 0. */
    double number(String key) throws IOException {
        JsonPart part = of(key);
        if (!part.node.isNumber() || !(part.node.doubleValue() >= 0)) {
            throw part.damaged("it must be a number from 0");
        }
        return part.node.doubleValue();
    }

    /** True or false. */
    boolean flag(String key) throws IOException {
        JsonPart part = of(key);
        if (!part.node.isBoolean()) {
            throw part.damaged("it must be true or false");
        }
        return part.node.booleanValue();
    }

    /** A part that must be there. */
    JsonPart part(String key) throws IOException {
        JsonPart part = of(key);
        if (!part.node.isObject()) {
            throw part.damaged("it must be an object");
        }
        return part;
    }

    /** A part that need not be there. */
    Optional<JsonPart> optional(String key) throws IOException {
        return node.has(key) ? Optional.of(part(key)) : Optional.empty();
    }

    /** The objects of a list. */
    List<JsonPart> list(String key) throws IOException {
        List<JsonPart> parts = elements(key);
        for (JsonPart part : parts) {
            if (!part.node.isObject()) {
                throw part.damaged("it must be an object");
            }
        }
        return parts;
    }

    /** The texts of a list. */
    List<String> texts(String key) throws IOException {
        List<String> texts = new ArrayList<>();
        for (JsonPart part : elements(key)) {
            texts.add(part.text());
        }
        return texts;
    }

    private List<JsonPart> elements(String key) throws IOException {
        JsonPart list = of(key);
        if (!list.node.isArray()) {
            throw list.damaged("it must be a list");
        }
        List<JsonPart> parts = new ArrayList<>();
        for (JsonNode element : list.node) {
            parts.add(new JsonPart(file, list.place + "[" + parts.size() + "]", element));
        }
        return parts;
    }

    /** The whole numbers of an object, by their keys. */
    Map<String, Long> counts(String key) throws IOException {
        JsonPart part = part(key);
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String name : part.node.propertyNames()) {
            counts.put(name, part.count(name));
        }
        return counts;
    }
}
