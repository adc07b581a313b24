// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import io.kguard.scenario.Scenario;
import io.kguard.simulation.Tape;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was played of scenarios, so that none is played a second time. It is bounded: what has no room is played again. */
public final class KeptTapes {
    private static final long MAX_BYTES = 256L << 20;

    private final Map<String, Tape> tapes = new HashMap<>();
    private long bytes;

    synchronized void keep(Scenario scenario, Tape tape) {
        if (bytes + tape.bytes() <= MAX_BYTES) {
            bytes += tape.bytes();
            tapes.put(scenario.id(), tape);
        }
    }

    /** What was played of a scenario; null if it is not kept. */
    public synchronized @Nullable Tape of(Scenario scenario) {
        return tapes.get(scenario.id());
    }
}
