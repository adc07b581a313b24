// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.result.RuleFacts;
import java.util.List;

/**
 * What a run is about.
 *
 * @param rules the rules that are evaluated or should be
 * @param omitted the checks that are not made
 * @param notes what was found beside rules and scenarios and is neither
 */
record RunScope(List<RuleFacts> rules, OmittedChecks omitted, List<String> notes) {
    public RunScope {
        rules = List.copyOf(rules);
        notes = List.copyOf(notes);
    }
}
