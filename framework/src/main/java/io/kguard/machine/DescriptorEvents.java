package io.kguard.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FdType;

/** How descriptors come to be that are neither files nor sockets. */
final class DescriptorEvents implements EventParser {
    static final int[] CODES = {
        EventCodes.PIPE_X,
        EventCodes.PIPE2_X,
        EventCodes.EVENTFD_X,
        EventCodes.EVENTFD2_X,
        EventCodes.SIGNALFD_X,
        EventCodes.SIGNALFD4_X,
        EventCodes.TIMERFD_CREATE_X,
        EventCodes.INOTIFY_INIT_X,
        EventCodes.INOTIFY_INIT1_X,
        EventCodes.EPOLL_CREATE_X,
        EventCodes.EPOLL_CREATE1_X,
        EventCodes.USERFAULTFD_X,
        EventCodes.IO_URING_SETUP_X,
        EventCodes.BPF_X,
        EventCodes.MEMFD_CREATE_X,
        EventCodes.PIDFD_OPEN_X,
        EventCodes.PIDFD_GETFD_X
    };

    private final Machine machine;
    private final FdMaker maker;

    DescriptorEvents(Machine machine, FdMaker maker) {
        this.machine = machine;
        this.maker = maker;
    }

    @Override
    public void parse(Event event, int code, ThreadInfo thread) {
        long number = event.number(0);
        if (number < 0) {
            return;
        }
        switch (code) {
            case EventCodes.PIPE_X, EventCodes.PIPE2_X -> pipe(event, thread);
            case EventCodes.EVENTFD_X, EventCodes.EVENTFD2_X -> maker.add(thread, number, FdType.EVENTFD);
            case EventCodes.SIGNALFD_X, EventCodes.SIGNALFD4_X -> maker.add(thread, number, FdType.SIGNALFD);
            case EventCodes.TIMERFD_CREATE_X -> maker.add(thread, number, FdType.TIMERFD);
            case EventCodes.INOTIFY_INIT_X, EventCodes.INOTIFY_INIT1_X -> maker.add(thread, number, FdType.INOTIFY);
            case EventCodes.EPOLL_CREATE_X, EventCodes.EPOLL_CREATE1_X -> maker.add(thread, number, FdType.EVENTPOLL);
            case EventCodes.USERFAULTFD_X -> maker.add(thread, number, FdType.USERFAULTFD);
            case EventCodes.IO_URING_SETUP_X -> maker.add(thread, number, FdType.IO_URING);
            case EventCodes.BPF_X -> maker.add(thread, number, FdType.BPF);
            case EventCodes.MEMFD_CREATE_X -> memfd(event, thread);
            case EventCodes.PIDFD_OPEN_X -> pidfd(event, thread);
            case EventCodes.PIDFD_GETFD_X -> stolen(event, thread);
            default -> {}
        }
    }

    private void pipe(Event event, ThreadInfo thread) {
        for (int i = 1; i <= 2; i++) {
            FdInfo info = new FdInfo(FdType.FIFO);
            info.inode = event.number(3);
            maker.add(thread, event.number(i), info);
        }
    }

    private void memfd(Event event, ThreadInfo thread) {
        FdInfo info = new FdInfo(FdType.MEMFD);
        info.name = event.text(1);
        maker.add(thread, event.number(0), info);
    }

    private void pidfd(Event event, ThreadInfo thread) {
        FdInfo info = new FdInfo(FdType.PIDFD);
        info.pid = event.number(1);
        info.name = "/proc/" + info.pid;
        maker.add(thread, event.number(0), info);
    }

    /** A descriptor of another process, taken by way of its pidfd. */
    private void stolen(Event event, ThreadInfo thread) {
        FdInfo pidfd = thread.fd(event.number(1));
        if (pidfd == null || pidfd.type != FdType.PIDFD) {
            return;
        }
        ThreadInfo other = machine.threads.get(pidfd.pid);
        FdInfo theirs = other == null ? null : other.fd(event.number(2));
        if (theirs != null) {
            maker.addCopy(thread, event.number(0), theirs);
        }
    }
}
