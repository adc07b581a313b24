// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import io.kguard.internal.record.RecordJson.Written;
import java.util.List;

/**
 * An exception of a rule that silences everyday alerts.
 *
 * @param rule the rule's name
 * @param name the exception's name, which the rule does not have yet
 * @param fields its fields, all compared by {@code =}
 * @param values its rows of values, in the order of the fields
 * @param effect what it does to the alerts of the scenarios
 */
record ProposedException(
        @Written(hidden = true) String rule,
        String name,
        List<String> fields,
        List<List<String>> values,
        @Written(inline = true) Effect effect) {
    /**
     * What an exception does to the alerts of scenarios and recordings.
     *
     * @param alerts how many alerts of the first run it silences
     * @param origins the scenarios and recordings that they are from
     * @param hides examples of other alerts that it would silence, too: scenario and message
     * @param caught the attack that is nearest to it and that the rule still detects, with what tells them apart; empty
     *     if the rule has no attack
     */
    public record Effect(long alerts, List<String> origins, List<String> hides, String caught) {
        /** Copies the lists. */
        public Effect {
            origins = List.copyOf(origins);
            hides = List.copyOf(hides);
        }
    }

    /** Copies the lists. */
    public ProposedException {
        fields = List.copyOf(fields);
        values = List.copyOf(values);
    }

    /** Whether it excludes alerts of a kind. */
    public boolean matches(AlertKind kind) {
        return kind.hasAll(fields) && values.contains(kind.project(fields));
    }
}
