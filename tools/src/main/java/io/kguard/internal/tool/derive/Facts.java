// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is decided of an act: values by the names of facts. A fact that nobody decides has the value of the ordinary act.
 */
final class Facts {
    /** Stands for a fact that is decided to have no value. */
    static final String NOTHING = "\0";

    private final Map<String, String> values;
    private final Ordinary ordinary;

    Facts(Map<String, String> values, Ordinary ordinary) {
        this.values = new LinkedHashMap<>(values);
        this.ordinary = ordinary;
    }

    /** What was decided; null if nothing was. */
    @Nullable
    String decided(String fact) {
        return values.get(fact);
    }

    /** The value of a fact; null if it has none. */
    @Nullable
    String value(String fact) {
        String value = values.get(fact);
        return value == null ? ordinary.value(fact, this) : value.equals(NOTHING) ? null : value;
    }

    /** The value of a fact, or another if it has none. */
    String value(String fact, String otherwise) {
        String value = value(fact);
        return value == null ? otherwise : value;
    }

    boolean is(String fact, String value) {
        return value.equals(value(fact));
    }

    void decide(String fact, String value) {
        values.put(fact, value);
    }

    void forget(String fact) {
        values.remove(fact);
    }

    /** All that is decided. */
    Map<String, String> all() {
        return Map.copyOf(values);
    }

    Facts copy() {
        return new Facts(values, ordinary);
    }
}
