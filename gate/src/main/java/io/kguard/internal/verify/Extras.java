// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.simulation.MetadataArrival;
import org.jspecify.annotations.Nullable;

/**
 * What is played besides the checks.
 *
 * @param evasion whether to play the variants of attacks
 * @param noise whether to play everyday workloads and count alerts
 * @param maxNoise the most alerts of a rule per thousand events of everyday workloads; null for any number
 * @param metadata when the metadata of containers arrives in a further run; null for no such run
 * @param repeat how often each check is made
 * @param cost whether to measure what rules cost
 * @param mutation whether to evaluate small changes of the rules on the events of the checks
 * @param beside a Falco that judges the events of the scenarios too; null for none
 */
public record Extras(
        boolean evasion,
        boolean noise,
        @Nullable Double maxNoise,
        @Nullable MetadataArrival metadata,
        int repeat,
        boolean cost,
        boolean mutation,
        @Nullable Beside beside) {
    private static final int MAX_REPEAT = 10_000;

    /** Nothing. */
    public static final Extras NONE = new Extras(false, false, null, null, 1, false, false);

    /** Extras without a Falco beside. */
    public Extras(
            boolean evasion,
            boolean noise,
            @Nullable Double maxNoise,
            @Nullable MetadataArrival metadata,
            int repeat,
            boolean cost,
            boolean mutation) {
        this(evasion, noise, maxNoise, metadata, repeat, cost, mutation, null);
    }

    public Extras {
        if (maxNoise != null && !(maxNoise >= 0)) {
            throw new IllegalArgumentException("kguard.maxNoise must be a number from 0, not " + maxNoise);
        }
        if (repeat < 1 || repeat > MAX_REPEAT) {
            throw new IllegalArgumentException(
                    "kguard.repeat must be a number from 1 to " + MAX_REPEAT + ", not " + repeat);
        }
    }

    /** Whether a part of a run can do it: what is merged is checks. */
    boolean canBeParted() {
        boolean plain = !evasion && !noise && maxNoise == null && metadata == null;
        return plain && !cost && !mutation && beside == null;
    }
}
