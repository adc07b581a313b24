// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A part of a JSON schema. Immutable.
 *
 * @param keywords maps, lists, strings, numbers and booleans
 */
record SchemaType(Map<String, Object> keywords) {
    /** What the reader takes as a string: any scalar, so that quotes may be left out. */
    static final SchemaType TEXT = of("type", List.of("string", "number", "boolean"));

    static final SchemaType FLAG = of("enum", List.<Object>of(true, false, "true", "false"));

    static final SchemaType DURATION = of("type", "string").and("pattern", "^[0-9]{1,6}(ms|s|m)$");

    /** A mapping with any keys. */
    static final SchemaType ANY_MAPPING = of("type", "object");

    static SchemaType of(String keyword, Object value) {
        return new SchemaType(Map.of()).and(keyword, value);
    }

    /** A reference to a definition. */
    static SchemaType ref(String definition) {
        return of("$ref", "#/definitions/" + definition);
    }

    /** A string that can only be one word. */
    static SchemaType word(String word) {
        return of("const", word);
    }

    static SchemaType oneOf(Collection<String> words) {
        return of("enum", List.copyOf(new TreeSet<>(words)));
    }

    static SchemaType matching(String pattern) {
        return of("type", "string").and("pattern", "^(" + pattern + ")$");
    }

    /** A number that is not negative. It may stand in quotes. */
    static SchemaType number(int max) {
        return of("type", List.of("integer", "string"))
                .and("minimum", 0)
                .and("maximum", max)
                .and("pattern", "^[0-9]{1,9}$");
    }

    static SchemaType list(SchemaType items) {
        return of("type", "array").and("items", items.keywords);
    }

    static SchemaType listOfOneOrMore(SchemaType items) {
        return list(items).and("minItems", 1);
    }

    static SchemaType either(List<SchemaType> types) {
        return of("anyOf", types.stream().map(SchemaType::keywords).toList());
    }

    /** A mapping with these keys and no others. */
    static SchemaType mapping(Map<String, SchemaType> types) {
        Map<String, Object> properties = new LinkedHashMap<>();
        types.forEach((key, type) -> properties.put(key, type.keywords));
        return ANY_MAPPING.and("properties", properties).and("additionalProperties", false);
    }

    /** A mapping with at least one key, each with such a value. */
    static SchemaType mappingOf(SchemaType values) {
        return ANY_MAPPING.and("additionalProperties", values.keywords).and("minProperties", 1);
    }

    /** This type with keys that must be there. */
    SchemaType requiring(List<String> required) {
        return and("required", required);
    }

    /** This type with words for the reader. */
    SchemaType about(String description) {
        return and("description", description);
    }

    /** This type with one more keyword. */
    SchemaType and(String keyword, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(keywords);
        more.put(keyword, value);
        return new SchemaType(more);
    }
}
