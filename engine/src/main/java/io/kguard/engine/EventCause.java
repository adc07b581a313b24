// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import org.apiguardian.api.API;

/** What an event of a simulation is due to. */
@API(status = API.Status.INTERNAL)
public enum EventCause {
    /** The pods were starting: the event came before the first step. */
    START,
    /** What the pods were started with did it, after the first step had begun: a container's own program. */
    CONTAINERS,
    /** A step. Recorded and written events have no steps, and all are taken for such events. */
    STEPS;

    static final int COUNT = values().length;
}
