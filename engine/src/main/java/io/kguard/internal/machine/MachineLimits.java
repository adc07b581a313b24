// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

/**
 * How much of a machine is kept in memory.
 *
 * @param threads the most threads; an event of a further one has no thread
 * @param fdsPerProcess the most descriptors of a process; further ones are unknown
 */
public record MachineLimits(int threads, int fdsPerProcess) {
    /** Falco's limits. */
    public static final MachineLimits DEFAULT = new MachineLimits(262_144, 4096);

    public MachineLimits {
        if (threads < 1 || fdsPerProcess < 1) {
            throw new IllegalArgumentException("limits of a machine must be positive, not " + threads + " threads and "
                    + fdsPerProcess + " descriptors");
        }
    }
}
