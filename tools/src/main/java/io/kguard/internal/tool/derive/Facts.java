// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is decided of an act. A fact that nobody decides has the value of the ordinary act.
 */
final class Facts {
    /** Stands for a fact that is decided to have no value. */
    static final String NOTHING = "\0";

    private final Map<Fact, String> values;
    private final Ordinary ordinary;

    Facts(Map<Fact, String> values, Ordinary ordinary) {
        this.values = new LinkedHashMap<>(values);
        this.ordinary = ordinary;
    }

    /** What was decided; null if nothing was. */
    @Nullable
    String decided(Fact fact) {
        return values.get(fact);
    }

    /** The value of a fact; null if it has none. */
    @Nullable
    String value(Fact fact) {
        String value = values.get(fact);
        return value == null ? ordinary.value(fact, this) : value.equals(NOTHING) ? null : value;
    }

    /** The value of a fact, or another if it has none. */
    String value(Fact fact, String otherwise) {
        String value = value(fact);
        return value == null ? otherwise : value;
    }

    boolean is(Fact fact, String value) {
        return value.equals(value(fact));
    }

    void decide(Fact fact, String value) {
        values.put(fact, value);
    }

    void forget(Fact fact) {
        values.remove(fact);
    }

    /** The value of a place in a document; null if it has none. */
    @Nullable
    String at(String pointer) {
        return value(new Fact.Place(pointer));
    }

    /** All that is decided. */
    Map<Fact, String> all() {
        return Collections.unmodifiableMap(values);
    }

    Facts copy() {
        return new Facts(values, ordinary);
    }
}
