// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import java.util.ArrayList;
import java.util.List;

/**
 * What could be done about the everyday alerts of rules.
 *
 * @param exceptions the exceptions that silence them
 * @param untuned the alerts for which there is none
 */
record Proposal(List<ProposedException> exceptions, List<UntunedAlerts> untuned) {
    /** Copies the lists. */
    public Proposal {
        exceptions = List.copyOf(exceptions);
        untuned = List.copyOf(untuned);
    }

    /** Both together. */
    public Proposal plus(Proposal other) {
        List<ProposedException> both = new ArrayList<>(exceptions);
        both.addAll(other.exceptions);
        List<UntunedAlerts> left = new ArrayList<>(untuned);
        left.addAll(other.untuned);
        return new Proposal(both, left);
    }
}
