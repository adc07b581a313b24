// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static io.kguard.event.EventCodes.*;

import io.kguard.event.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Receives the canary's events, and notes which programs recorded a call with the right arguments. */
final class CanaryReceiver implements EventConsumer {
    /** The canary's call for each program, by the code of its event. */
    private static final Map<Integer, String> CALLS = Map.ofEntries(
            Map.entry(OPENAT_X, Family.OPEN.program()),
            Map.entry(UNLINKAT_X, Family.PATHS.program()),
            Map.entry(CLOSE_X, Family.DESCRIPTORS.program()),
            Map.entry(CONNECT_X, Family.SOCKETS.program()),
            Map.entry(WRITE_X, Family.DATA.program()),
            Map.entry(SENDTO_X, Family.MESSAGES.program()),
            Map.entry(SENDMMSG_X, Family.MMSG.program()),
            Map.entry(SETPGID_X, Family.IDENTITY.program()),
            Map.entry(MUNMAP_X, Family.MEMORY.program()),
            Map.entry(KILL_X, Family.MISC.program()));

    private static final int RESULT = 0;
    private static final int PARENT = 5;
    private static final int FAULT_FLAGS = 2;
    private static final int FAULT_BY_USER = 16;

    private final long canary;
    private final byte[] number;
    private final byte[] path;

    /** Guarded by its own lock. */
    private final Set<String> heard = new TreeSet<>();

    /**
     * Creates the receiver.
     *
     * @param canary the process that makes the calls
     * @param number the number in the calls' arguments
     */
    CanaryReceiver(long canary, int number) {
        this.canary = canary;
        this.number = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
        this.path = ("/kguard-canary/" + number).getBytes(StandardCharsets.US_ASCII);
    }

    /** The code of the event that a family's program records for the canary's call. */
    static int code(Family family) {
        return CALLS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(family.program()))
                .findFirst()
                .map(Map.Entry::getKey)
                .orElseGet(() -> family.codes().findFirst().orElseThrow());
    }

    @Override
    public synchronized void accept(Event event) {
        String program = CALLS.get(event.code());
        boolean isOwn = event.tid() == canary;
        if (program != null) {
            note(program, isOwn && (contains(event, path) || contains(event, number)));
            return;
        }
        switch (event.code()) {
            case GENERIC_X -> note(Family.GENERIC.program(), isOwn);
            case CLONE_X -> {
                note(Family.CLONE.program(), isOwn && event.number(RESULT) > 0);
                note("sched_process_fork", event.number(RESULT) == 0 && event.number(PARENT) == canary);
            }
            case EXECVE_X -> {
                note(Family.EXEC.program(), isOwn && event.number(RESULT) < 0 && contains(event, path));
                note("sched_process_exec", event.number(RESULT) == 0 && contains(event, path));
            }
            case PROCEXIT_E -> note("sched_process_exit", !isOwn);
            case SIGNALDELIVER_E -> note(Family.SIGNALS.program(), isOwn);
            case SWITCH_E -> note(Family.SWITCHES.program(), isOwn);
            case PAGE_FAULT_E -> {
                boolean byUser = (event.number(FAULT_FLAGS) & FAULT_BY_USER) != 0;
                note((byUser ? Family.USER_FAULTS : Family.KERNEL_FAULTS).program(), isOwn);
            }
            case OPENAT_X - 1 -> note("sys_enter", isOwn && contains(event, path));
            default -> {}
        }
    }

    private void note(String program, boolean isHeard) {
        if (isHeard) {
            heard.add(program);
        }
    }

    synchronized Set<String> heard() {
        return Set.copyOf(heard);
    }

    private static boolean contains(Event event, byte[] wanted) {
        ByteBuffer buffer = event.buffer();
        int end = event.offset() + event.length() - wanted.length;
        for (int at = event.offset() + Event.HEADER_SIZE; at <= end; at++) {
            int same = 0;
            while (same < wanted.length && buffer.get(at + same) == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
