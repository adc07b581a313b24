// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;

/** Calls that duplicate a descriptor. */
final class DupEvents implements EventParser {
    private static final int F_DUPFD = 1;
    private static final int F_SETFD = 3;
    private static final int F_DUPFD_CLOEXEC = 26;
    private static final int FD_CLOEXEC = 1;

    private final Machine machine;

    DupEvents(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void parse(Event event, int code, ThreadInfo thread) {
        switch (code) {
            case EventCodes.FCNTL_E -> {
                if (isDuplication(event.number(1))) {
                    machine.store(event, thread);
                }
            }
            case EventCodes.FCNTL_X -> controlled(event, thread);
            case EventCodes.DUP3_X -> duplicated(event, thread, 3);
            default -> duplicated(event, thread, -1);
        }
    }

    /** The exit of a dup. {@code flagsIndex} is the index of its flags, or -1. */
    private void duplicated(Event event, ThreadInfo thread, int flagsIndex) {
        long number = event.number(0);
        FdInfo source = machine.fd();
        if (number < 0 || source == null) {
            return;
        }
        int flags = flagsIndex < 0 ? 0 : (int) event.number(flagsIndex);
        if (flagsIndex >= 0 && !machine.closesOnExec()) {
            source.openFlags = flags == 0 ? source.openFlags & ~FdInfo.O_CLOEXEC : source.openFlags | flags;
        }
        if (number == 0) {
            thread.flags |= ThreadFlags.PIPE_DST;
        } else if (number == 1) {
            thread.flags |= ThreadFlags.PIPE_SRC;
        }
        machine.addFdCopy(thread, number, source, (flags & FdInfo.O_CLOEXEC) != 0);
    }

    /** The exit of a fcntl. */
    private void controlled(Event event, ThreadInfo thread) {
        long number = event.number(0);
        FdInfo source = machine.fd();
        boolean atExit = event.valueLength(2) > 0 && !machine.version().hasEnterEvents();
        Event enter = atExit ? null : machine.enterEvent();
        long command = atExit ? event.number(2) : enter == null ? -1 : enter.number(1);
        if (number < 0 || source == null) {
            return;
        }
        if (isDuplication(command)) {
            machine.addFdCopy(thread, number, source, command == F_DUPFD_CLOEXEC);
        } else if (command == F_SETFD && machine.closesOnExec()) {
            source.closeOnExec(event.valueLength(3) > 0 && (event.number(3) & FD_CLOEXEC) != 0);
        }
    }

    private static boolean isDuplication(long command) {
        return command == F_DUPFD || command == F_DUPFD_CLOEXEC;
    }
}
