// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.FalcoVersion;
import java.time.Duration;

/**
 * Options of a sensor.
 *
 * @param ringBytes the size of the ring buffer, a power of two and a multiple of the page size
 * @param falco the version of Falco to imitate; before 0.42 enter events are recorded too
 * @param barrierTimeout how long {@link Observation#barrier} waits at most, on a machine that is not busy
 */
public record SensorOptions(int ringBytes, FalcoVersion falco, Duration barrierTimeout) {
    private static final int PAGE = 4096;
    private static final int DEFAULT_RING = 64 << 20;
    private static final int LARGEST_RING = 512 << 20;

    public SensorOptions {
        if (Integer.bitCount(ringBytes) != 1 || ringBytes < PAGE || ringBytes > LARGEST_RING) {
            throw new IllegalArgumentException("a ring buffer of " + ringBytes
                    + " bytes is not possible; its size is a power of two from " + PAGE + " to " + LARGEST_RING);
        }
    }

    /** The current Falco, a ring buffer of 64 MiB, ten seconds for a barrier. */
    public static SensorOptions defaults() {
        return new SensorOptions(DEFAULT_RING, FalcoVersion.CURRENT, Duration.ofSeconds(10));
    }

    /** These options with another ring size in bytes. */
    public SensorOptions withRingBytes(int bytes) {
        return new SensorOptions(bytes, falco, barrierTimeout);
    }

    /** These options with another version of Falco. */
    public SensorOptions withFalco(FalcoVersion version) {
        return new SensorOptions(ringBytes, version, barrierTimeout);
    }

    /** These options with another time limit for barriers. */
    public SensorOptions withBarrierTimeout(Duration timeout) {
        return new SensorOptions(ringBytes, falco, timeout);
    }
}
