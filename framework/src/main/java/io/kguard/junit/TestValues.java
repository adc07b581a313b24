// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The values of one test of a {@link RuleTestMatrix}.
 *
 * @param byName in the order in which they are written
 */
record TestValues(Map<String, String> byName) {
    /** The values of a test that has none. */
    static final TestValues NONE = new TestValues(Map.of());

    TestValues {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /** A text with the values in their places. */
    String in(String text) {
        String filled = text;
        for (Map.Entry<String, String> value : byName.entrySet()) {
            filled = filled.replace(place(value.getKey()), value.getValue());
        }
        return filled;
    }

    /** The values that do not stand in a text. */
    Map<String, String> notIn(String text) {
        Map<String, String> others = new LinkedHashMap<>(byName);
        others.keySet().removeIf(name -> text.contains(place(name)));
        return others;
    }

    private static String place(String name) {
        return "${" + name + "}";
    }

    /** Such as {@code program=cat, file=/etc/shadow}. */
    @Override
    public String toString() {
        return byName.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(", "));
    }
}
