// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What the BPF programs watch: containers by id, and marked processes. */
final class Watches {
    /** {@code PIDFD_THREAD}: a descriptor of a thread that is not a group leader; since Linux 6.9. */
    private static final int PIDFD_THREAD = 0x80;

    /** The id, {@code struct watched}, and what to do. */
    private static final int ID = 64;

    private static final int SIMULATION = ID;
    private static final int BY_DAEMON = SIMULATION + Integer.BYTES;
    private static final int ENTERED = BY_DAEMON + Integer.BYTES;
    private static final int WHAT = ENTERED + Integer.BYTES;
    private static final int ADD = 1;
    private static final int REMOVE = 2;
    private static final int READ = 3;

    private static final Pattern CONTAINER_ID = Pattern.compile("[0-9a-f]{64}");

    private final int watchContainer;
    private final int marks;
    private final ByteBuffer request = Bpf.memory(WHAT + Integer.BYTES);
    private final ByteBuffer fd = Bpf.memory(Integer.BYTES);
    private final ByteBuffer value = Bpf.memory(2 * Integer.BYTES);

    /**
     * The watches of a sensor.
     *
     * @param watchContainer the program that changes the map of containers
     * @param marks the map of marked processes
     */
    Watches(int watchContainer, int marks) {
        this.watchContainer = watchContainer;
        this.marks = marks;
    }

    static String checkContainerId(String containerId) {
        if (!CONTAINER_ID.matcher(containerId).matches()) {
            throw new IllegalArgumentException(
                    "\"" + containerId + "\" is not a container id, which has 64 lower-case hexadecimal digits");
        }
        return containerId;
    }

    synchronized void addContainer(String containerId, int simulation, boolean byDaemon) {
        request.putInt(SIMULATION, simulation)
                .putInt(BY_DAEMON, byDaemon ? 1 : 0)
                .putInt(ENTERED, 0);
        int result = ask(ADD, containerId);
        if (result < 0) {
            throw new SensorException("Container " + containerId + " can't be watched: errno " + -result
                    + ". If it is 7, more than 8192 containers are watched: close observations that have ended.");
        }
    }

    /** Whether a process was seen entering a container. */
    synchronized boolean isEntered(String containerId) {
        return ask(READ, containerId) > 0;
    }

    synchronized void removeContainer(String containerId) {
        ask(REMOVE, containerId);
    }

    private int ask(int what, String containerId) {
        request.put(0, containerId.getBytes(StandardCharsets.US_ASCII)).putInt(WHAT, what);
        return Bpf.runProgram(watchContainer, request);
    }

    /** Marks the leader of a thread group. Returns false if there is no such process. */
    boolean markProcess(int pid, int simulation, boolean stateOnly) {
        return mark(pid, 0, simulation, stateOnly);
    }

    /** Marks another thread of a group, if the kernel supports that. Only needed if that thread calls execve. */
    void markThread(int tid, int simulation, boolean stateOnly) {
        mark(tid, PIDFD_THREAD, simulation, stateOnly);
    }

    private synchronized boolean mark(int tid, int flags, int simulation, boolean stateOnly) {
        int process = Bpf.openProcess(tid, flags);
        if (process < 0) {
            if (process == -Bpf.ESRCH || flags != 0) {
                return false;
            }
            throw new SensorException("Process " + tid + " can't be marked: errno " + -process + ".");
        }
        try {
            fd.putInt(0, process);
            value.putInt(0, simulation).putInt(Integer.BYTES, stateOnly ? 1 : 0);
            int result = Bpf.updateMap(marks, fd, value);
            if (result < 0 && result != -Bpf.ESRCH && result != -Bpf.ENOENT && flags == 0) {
                throw new SensorException("Process " + tid + " can't be marked: errno " + -result + ".");
            }
            return result == 0;
        } finally {
            Bpf.closeFd(process);
        }
    }
}
