// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.util.List;

/**
 * What an analysis found in a part of a run.
 *
 * @param own what it found there
 * @param played the ids of the scenarios that it plays in all parts, in the order of an undivided run
 */
record PartResult(AnalysisResult own, List<String> played) {
    public PartResult {
        played = List.copyOf(played);
    }
}
