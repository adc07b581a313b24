// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import org.apiguardian.api.API;

/** How many rules an event can match: Falco's setting {@code rule_matching}. */
@API(status = API.Status.EXPERIMENTAL)
public enum Matching {
    /** Only the first rule that matches, in the order of the rules. */
    FIRST("first"),
    /** All rules that match. */
    ALL("all");

    private final String label;

    Matching(String label) {
        this.label = label;
    }

    /**
     * The matching with a label.
     *
     * @throws IllegalArgumentException if the label is unknown
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
