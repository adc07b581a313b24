// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import org.apiguardian.api.API;

/** How many rules an event can set off: {@code rule_matching}. */
@API(status = API.Status.EXPERIMENTAL)
public enum Matching {
    /** The first that matches, in the order of the rules. */
    FIRST("first"),
    /** All that match. */
    ALL("all");

    private final String label;

    Matching(String label) {
        this.label = label;
    }

    /**
     * The matching that a setting names.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static Matching of(String label) {
        for (Matching matching : values()) {
            if (matching.label.equals(label)) {
                return matching;
            }
        }
        throw new IllegalArgumentException("rule matching is \"" + label + "\"; it can be \"first\" or \"all\"");
    }

    @Override
    public String toString() {
        return label;
    }
}
