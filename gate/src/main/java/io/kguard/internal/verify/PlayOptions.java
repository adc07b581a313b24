// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.message.Wording;
import io.kguard.simulation.SimulatorOptions;

/**
 * How the checks of a run are made.
 *
 * @param simulator options of simulations
 * @param parallel how many simulations run in parallel
 * @param repeat how often each check is made
 * @param sharding which part of the checks is made
 * @param live whether those are made that are played live
 * @param lacking why nothing can be played, and what to do; empty if that is to be tried
 */
public record PlayOptions(
        SimulatorOptions simulator, int parallel, int repeat, Sharding sharding, Live live, String lacking) {
    private static final int MAX_REPEAT = 10_000;

    public PlayOptions {
        if (parallel < 1) {
            throw new IllegalArgumentException("at least one simulation must run at a time, not " + parallel);
        }
        if (repeat < 1 || repeat > MAX_REPEAT) {
            throw new IllegalArgumentException(
                    Wording.option("repeat") + " must be a number from 1 to " + MAX_REPEAT + ", not " + repeat);
        }
    }

    /** Each check is made once, by this run. */
    public PlayOptions(SimulatorOptions simulator, int parallel) {
        this(simulator, parallel, 1, Sharding.NONE, Live.ON, "");
    }

    PlayOptions with(SimulatorOptions other) {
        return new PlayOptions(other, parallel, repeat, sharding, live, lacking);
    }

    PlayOptions with(Sharding other) {
        return new PlayOptions(simulator, parallel, repeat, other, live, lacking);
    }

    PlayOptions with(Live other) {
        return new PlayOptions(simulator, parallel, repeat, sharding, other, lacking);
    }

    PlayOptions lacking(String what) {
        return new PlayOptions(simulator, parallel, repeat, sharding, live, what);
    }

    PlayOptions repeated(int times) {
        return new PlayOptions(simulator, parallel, times, sharding, live, lacking);
    }

    /** The default number of parallel simulations. They wait more than they compute. */
    public static int defaultParallel() {
        return Math.max(2, 2 * Runtime.getRuntime().availableProcessors());
    }
}
