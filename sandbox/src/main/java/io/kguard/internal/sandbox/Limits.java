// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import java.time.Duration;

/**
 * The limits of a container.
 *
 * @param memoryBytes of the whole container, including its files in memory
 * @param processes running at the same time, including threads
 * @param diskBytes of the container's writable layer
 * @param outputBytes that one exec may write to standard output and to standard error; also how much of a container's
 *     log is kept
 * @param startTimeout for a pod's containers to run, including its init containers
 * @param execTimeout for commands without their own timeout
 */
public record Limits(
        long memoryBytes, int processes, long diskBytes, int outputBytes, Duration startTimeout, Duration execTimeout) {

    public static final Limits DEFAULT =
            new Limits(256L << 20, 256, 64L << 20, 1 << 20, Duration.ofSeconds(30), Duration.ofSeconds(60));

    public Limits {
        positive("memoryBytes", memoryBytes);
        positive("processes", processes);
        positive("diskBytes", diskBytes);
        positive("outputBytes", outputBytes);
        positive("startTimeout", startTimeout.toMillis());
        positive("execTimeout", execTimeout.toMillis());
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    public Limits withMemoryBytes(long value) {
        return new Limits(value, processes, diskBytes, outputBytes, startTimeout, execTimeout);
    }

    public Limits withProcesses(int value) {
        return new Limits(memoryBytes, value, diskBytes, outputBytes, startTimeout, execTimeout);
    }

    public Limits withDiskBytes(long value) {
        return new Limits(memoryBytes, processes, value, outputBytes, startTimeout, execTimeout);
    }

    public Limits withOutputBytes(int value) {
        return new Limits(memoryBytes, processes, diskBytes, value, startTimeout, execTimeout);
    }

    public Limits withStartTimeout(Duration value) {
        return new Limits(memoryBytes, processes, diskBytes, outputBytes, value, execTimeout);
    }

    public Limits withExecTimeout(Duration value) {
        return new Limits(memoryBytes, processes, diskBytes, outputBytes, startTimeout, value);
    }
}
