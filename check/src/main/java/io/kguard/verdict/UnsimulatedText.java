// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import java.util.List;

/** Says why a rule does not count as silent where a simulation left out fields of a manifest. */
final class UnsimulatedText {
    private static final String ADVICE =
            "With it, the act might go another way, so a rule that stays silent proves nothing. Remove the field, or"
                    + " write the check as fires.";

    private UnsimulatedText() {}

    /**
     * The reasons.
     *
     * @param fields the fields, in sentences
     */
    static List<String> of(List<String> fields) {
        return fields.stream().map(field -> field + ".\n" + ADVICE).toList();
    }
}
