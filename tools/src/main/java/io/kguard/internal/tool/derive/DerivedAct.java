// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.tool.mutant.Mutant;
import java.util.List;

/**
 * An act that tests a rule. The engine has played it.
 *
 * @param act what happens
 * @param fires whether the rule fires on it; it stays silent otherwise
 * @param shows the changes of the rule that this act notices and no act before it; the first act of a rule shows many
 * @param message the text of the rule's first alert; empty if there is none
 */
public record DerivedAct(Act act, boolean fires, List<Mutant> shows, String message) {
    public DerivedAct {
        shows = List.copyOf(shows);
    }
}
