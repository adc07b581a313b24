// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.scenario.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of kubectl that has the effect of another one.
 *
 * @param preparation what must be done before the first step; alerts about it don't count
 * @param step the call
 * @param pod what later calls call the pod; null if they call it as before
 */
record RewrittenRequest(
        List<Step> preparation, Step.Kubectl step, @Nullable PodName pod) {
    RewrittenRequest {
        preparation = List.copyOf(preparation);
    }

    static RewrittenRequest of(Step.Kubectl step) {
        return new RewrittenRequest(List.of(), step, null);
    }
}
