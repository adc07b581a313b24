// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.util.List;
import java.util.Map;

/**
 * What all parts of a run are to do together.
 *
 * @param checks every check, in the order of an undivided run
 * @param inputs digests of the files that the scenarios read, by the ids of the scenarios
 * @param omitted the checks that no part makes
 */
record WholePlan(List<Planned> checks, Map<String, String> inputs, OmittedChecks omitted) {
    /** Nothing could be planned. */
    static final WholePlan NONE = new WholePlan(List.of(), Map.of(), OmittedChecks.NONE);

    public WholePlan {
        checks = List.copyOf(checks);
        inputs = Map.copyOf(inputs);
    }
}
