// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import java.time.Duration;

/**
 * What a guest may use.
 *
 * @param memoryMiB its memory
 * @param time from power-on to power-off, on this machine's clock
 */
public record GuestLimits(int memoryMiB, Duration time) {
    private static final int MIN_MEMORY = 256;

    /** Checks them. */
    public GuestLimits {
        if (memoryMiB < MIN_MEMORY) {
            throw new IllegalArgumentException(
                    "a virtual machine needs " + MIN_MEMORY + " MiB of memory or more, not " + memoryMiB);
        }
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("a virtual machine needs time to do anything");
        }
    }
}
