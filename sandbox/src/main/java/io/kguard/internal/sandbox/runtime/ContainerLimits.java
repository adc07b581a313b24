// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.Limits;
import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.internal.sandbox.PodSandbox.Incident.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A container's limits that the kernel enforces, and whether the container reached them. */
final class ContainerLimits {
    private static final int PAGE = 4096;
    /** The kernel does not count what did not fit. */
    private static final int LARGEST_PACKET = 1 << 20;

    private final PodCgroup cgroup;
    private final String id;
    private final String title;
    private final long memoryBytes;
    private final Limits limits;
    private volatile long kills;
    private volatile long refusals;
    private volatile long socketMemory;
    private volatile boolean diskFilled;

    public ContainerLimits(PodCgroup cgroup, ContainerMetadata container, long memoryBytes, Limits limits) {
        this.cgroup = cgroup;
        this.id = container.id();
        this.title = container.title();
        this.memoryBytes = memoryBytes;
        this.limits = limits;
    }

    /** Reads the counters of the container's cgroup, while it exists. */
    public void look() {
        kills = Math.max(kills, cgroup.outOfMemoryKills(id));
        refusals = Math.max(refusals, cgroup.refusedProcesses(id));
        socketMemory = Math.max(socketMemory, cgroup.mostSocketMemory(id));
    }

    /**
     * Checks whether the writable layer is full: a file next to the layer takes a page and an inode.
     *
     * @param folder holds the layer, in the same file system
     */
    public void lookAtDisk(Path folder) {
        Path probe = folder.resolve("probe");
        try {
            Files.write(probe, new byte[PAGE]);
            Files.delete(probe);
        } catch (IOException e) {
            diskFilled |= String.valueOf(e.getMessage()).contains("No space left");
        }
    }

    /** Records whether the writable layer was full. */
    public void foundDisk(boolean full) {
        diskFilled |= full;
    }

    /** Records the size of the writable layer if nothing bounds it. */
    public void usesDisk(long bytes) {
        diskFilled |= bytes >= limits.diskBytes();
    }

    public boolean outOfMemory() {
        return kills > 0;
    }

    public boolean outOfDisk() {
        return diskFilled;
    }

    /** The limits reached so far. */
    public List<Incident> incidents() {
        List<Incident> incidents = new ArrayList<>();
        if (kills > 0) {
            incidents.add(outOfMemoryIncident());
        }
        if (refusals > 0) {
            incidents.add(new Incident(
                    Kind.OUT_OF_PROCESSES,
                    title + " reached its limit of " + limits.processes()
                            + " processes and threads, and the kernel refused " + refusals + " more"));
        }
        if (socketMemory > PodWatch.MAX_SOCKET_BYTES - LARGEST_PACKET) {
            incidents.add(new Incident(
                    Kind.OUT_OF_SOCKET_MEMORY,
                    title + " reached the limit of " + size(PodWatch.MAX_SOCKET_BYTES)
                            + " for what its sockets hold, and the kernel dropped data"));
        }
        if (diskFilled) {
            incidents.add(new Incident(
                    Kind.OUT_OF_DISK,
                    title + " filled its writable layer, whose limit is " + size(limits.diskBytes())));
        }
        return incidents;
    }

    public Incident outOfMemoryIncident() {
        return new Incident(
                Kind.OUT_OF_MEMORY,
                title + " reached its memory limit of " + size(memoryBytes) + ", and the kernel killed "
                        + Math.max(kills, 1)
                        + " of its processes; resources.limits.memory in its manifest changes the limit");
    }

    private static String size(long bytes) {
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : bytes + " bytes";
    }
}
