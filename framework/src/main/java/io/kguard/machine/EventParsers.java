package io.kguard.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import org.jspecify.annotations.Nullable;

/** Sends each event to what knows its effect. */
final class EventParsers {
    private final CloneEvents clones;
    private final ExecEvents execs;
    private final ProcessEvents processes;
    private final FileEvents files;
    private final DupEvents dups;
    private final SocketEvents sockets;
    private final SocketTransfers transfers;

    EventParsers(Machine machine) {
        FdMaker maker = new FdMaker(machine);
        this.clones = new CloneEvents(machine);
        this.execs = new ExecEvents(machine);
        this.processes = new ProcessEvents(machine);
        this.files = new FileEvents(machine, maker);
        this.dups = new DupEvents(machine, maker);
        this.sockets = new SocketEvents(machine, maker);
        this.transfers = new SocketTransfers(machine, maker);
    }

    /** The end of a clone, fork or vfork; the thread may be unknown. */
    void clone(Event event, @Nullable ThreadInfo thread) {
        clones.exit(event, thread);
    }

    /** The begin of a system call, or an event that is no call's begin or end. */
    void enter(Event event, int code, ThreadInfo thread) {
        switch (code) {
            case EventCodes.PROCEXIT_E, EventCodes.PROCEXIT_0_E -> processes.ended(event, thread);
            case EventCodes.SWITCH_E -> processes.switched(event, thread);
            case EventCodes.CLOSE_E -> files.closing();
            case EventCodes.CONNECT_E -> sockets.connecting(event, 1);
            case EventCodes.SENDTO_E -> transfers.sending(event, 2, thread);
            default -> {}
        }
    }

    /** The end of a system call that has a descriptor which is not known. */
    void exitWithoutFd(Event event, int code, ThreadInfo thread) {
        if (code == EventCodes.SENDTO_X) {
            transfers.sending(event, 4, thread);
        }
    }

    /** The end of a system call; if it has a descriptor it is known. */
    void exit(Event event, int code, ThreadInfo thread) {
        switch (code) {
            case EventCodes.READ_X,
                    EventCodes.WRITE_X,
                    EventCodes.PREAD_X,
                    EventCodes.PWRITE_X,
                    EventCodes.READV_X,
                    EventCodes.WRITEV_X,
                    EventCodes.PREADV_X,
                    EventCodes.PWRITEV_X,
                    EventCodes.SEND_X,
                    EventCodes.RECV_X -> transfers.transferred(event);
            case EventCodes.RECVFROM_X -> transfers.received(event, 2, thread);
            case EventCodes.RECVMSG_X -> transfers.received(event, 3, thread);
            case EventCodes.RECVMMSG_X -> transfers.received(event, 4, thread);
            case EventCodes.SENDTO_X, EventCodes.SENDMSG_X -> transfers.sent(event, 4, 2, thread);
            case EventCodes.SENDMMSG_X -> transfers.sent(event, 4, -1, thread);
            case EventCodes.OPEN_X,
                    EventCodes.CREAT_X,
                    EventCodes.OPENAT_X,
                    EventCodes.OPENAT_1_X,
                    EventCodes.OPENAT2_X,
                    EventCodes.OPEN_BY_HANDLE_AT_X -> files.opened(event, code, thread);
            case EventCodes.CLOSE_X -> files.closed(event, thread);
            case EventCodes.EXECVE_8_X,
                    EventCodes.EXECVE_13_X,
                    EventCodes.EXECVE_14_X,
                    EventCodes.EXECVE_15_X,
                    EventCodes.EXECVE_16_X,
                    EventCodes.EXECVE_17_X,
                    EventCodes.EXECVE_18_X,
                    EventCodes.EXECVE_X,
                    EventCodes.EXECVEAT_X -> execs.exit(event, code, thread);
            case EventCodes.BRK_X, EventCodes.MMAP_X, EventCodes.MMAP2_X, EventCodes.MUNMAP_X ->
                processes.memory(event, thread);
            case EventCodes.DUP_X, EventCodes.DUP_0_X, EventCodes.DUP2_X -> dups.duplicated(event, thread, -1);
            case EventCodes.DUP3_X -> dups.duplicated(event, thread, 3);
            case EventCodes.FCNTL_X -> dups.controlled(event, thread);
            case EventCodes.SOCKET_X -> sockets.created(event, thread);
            case EventCodes.SOCKETPAIR_X -> sockets.paired(event, thread);
            case EventCodes.BIND_X -> sockets.bound(event);
            case EventCodes.CONNECT_X -> sockets.connected(event, thread);
            case EventCodes.ACCEPT_3_X,
                    EventCodes.ACCEPT_X,
                    EventCodes.ACCEPT4_3_X,
                    EventCodes.ACCEPT4_5_X,
                    EventCodes.ACCEPT4_X -> sockets.accepted(event, thread);
            default -> {
                if (!files.made(event, code, thread)) {
                    processes.exit(event, code, thread);
                }
            }
        }
    }
}
