// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FalcoVersion;
import io.kguard.event.FdType;

/** Events that create descriptors other than files and sockets, and the one that closes many. */
final class DescriptorEvents implements EventParser {
    private static final int CLOSE_RANGE_CLOEXEC = 1 << 2;

    private static final int NO_FLAGS = -1;

    private final Machine machine;

    DescriptorEvents(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void parse(Event event, int code, ThreadInfo thread) {
        switch (code) {
            case EventCodes.PIPE_X, EventCodes.PIPE2_X -> pipe(event, thread);
            case EventCodes.EVENTFD_X -> special(event, thread, FdType.EVENTFD, NO_FLAGS);
            case EventCodes.EVENTFD2_X -> special(event, thread, FdType.EVENTFD, 1);
            case EventCodes.SIGNALFD_X -> special(event, thread, FdType.SIGNALFD, NO_FLAGS);
            case EventCodes.SIGNALFD4_X -> special(event, thread, FdType.SIGNALFD, 1);
            // the event has eight bits of the flags, and that one is not among them
            case EventCodes.TIMERFD_CREATE_X -> special(event, thread, FdType.TIMERFD, NO_FLAGS);
            case EventCodes.INOTIFY_INIT_X -> special(event, thread, FdType.INOTIFY, NO_FLAGS);
            case EventCodes.INOTIFY_INIT1_X -> special(event, thread, FdType.INOTIFY, 1);
            case EventCodes.EPOLL_CREATE_X -> special(event, thread, FdType.EVENTPOLL, NO_FLAGS);
            case EventCodes.EPOLL_CREATE1_X -> special(event, thread, FdType.EVENTPOLL, 1);
            case EventCodes.USERFAULTFD_X -> special(event, thread, FdType.USERFAULTFD, NO_FLAGS);
            case EventCodes.IO_URING_SETUP_X -> special(event, thread, FdType.IO_URING, NO_FLAGS);
            case EventCodes.BPF_X -> special(event, thread, FdType.BPF, NO_FLAGS);
            case EventCodes.MEMFD_CREATE_X -> memfd(event, thread);
            case EventCodes.PIDFD_OPEN_X -> pidfd(event, thread);
            case EventCodes.PIDFD_GETFD_X -> stolen(event, thread);
            case EventCodes.CLOSE_RANGE_X -> closeRange(event, thread);
            default -> {}
        }
    }

    private static void closeRange(Event event, ThreadInfo thread) {
        FdTable fds = thread.fds();
        if (fds == null || event.number(0) < 0) {
            return;
        }
        long first = event.number(1);
        long last = event.number(2);
        if ((event.number(3) & CLOSE_RANGE_CLOEXEC) != 0) {
            fds.closeOnExec(first, last);
        } else {
            fds.close(first, last);
        }
    }

    /** {@code flagsIndex} is the index of the call's flags, or {@link #NO_FLAGS}. */
    private void special(Event event, ThreadInfo thread, FdType type, int flagsIndex) {
        if (event.number(0) >= 0) {
            FdInfo info = new FdInfo(type);
            info.openFlags = flags(event, flagsIndex);
            machine.addFd(thread, event.number(0), info);
        }
    }

    private int flags(Event event, int index) {
        return index != NO_FLAGS && machine.closesOnExec() && event.valueLength(index) > 0
                ? (int) event.number(index)
                : 0;
    }

    private void pipe(Event event, ThreadInfo thread) {
        if (event.number(0) < 0) {
            return;
        }
        for (int i = 1; i <= 2; i++) {
            FdInfo info = new FdInfo(FdType.FIFO);
            info.inode = event.number(3);
            info.openFlags = flags(event, event.code() == EventCodes.PIPE2_X ? 4 : NO_FLAGS);
            machine.addFd(thread, event.number(i), info);
        }
    }

    /** A failed call also adds a descriptor, with its error as the number and an unknown type. */
    private void memfd(Event event, ThreadInfo thread) {
        FdInfo info = new FdInfo(event.number(0) < 0 ? FdType.UNINITIALIZED : FdType.MEMFD);
        if (event.number(0) >= 0) {
            info.name = event.text(1);
            info.openFlags = flags(event, 2);
        }
        machine.addFd(thread, event.number(0), info);
    }

    /** A failed call also adds a descriptor, as above, but not since 0.44. */
    private void pidfd(Event event, ThreadInfo thread) {
        if (event.number(0) < 0 && machine.version().atLeast(FalcoVersion.V0_44)) {
            return;
        }
        FdInfo info = new FdInfo(event.number(0) < 0 ? FdType.UNINITIALIZED : FdType.PIDFD);
        if (event.number(0) >= 0) {
            info.pid = event.number(1);
            info.name = "/proc/" + info.pid;
            info.openFlags = flags(event, 2);
        }
        machine.addFd(thread, event.number(0), info);
    }

    /** A descriptor copied from another process through its pidfd. */
    private void stolen(Event event, ThreadInfo thread) {
        FdInfo pidfd = thread.fd(event.number(1));
        if (pidfd == null || pidfd.type != FdType.PIDFD) {
            return;
        }
        ThreadInfo other = machine.threads.get(pidfd.pid);
        FdInfo theirs = other == null ? null : other.fd(event.number(2));
        if (theirs != null) {
            machine.addFdCopy(thread, event.number(0), theirs, true);
        }
    }
}
