// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.internal.sandbox.PodListener;
import org.apiguardian.api.API;

/** Watches a simulation from outside: another sensor of the same kernel. */
@API(status = API.Status.INTERNAL)
public interface Bystander extends PodListener {
    /**
     * Called when the act is over and all its events have arrived. The containers are frozen, so nothing more comes from them
     * until this returns.
     */
    void over();
}
