// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FdType;
import io.kguard.event.TextPool;
import org.jspecify.annotations.Nullable;

/** Events that open files and close descriptors. */
final class FileEvents implements EventParser {
    private static final int O_DIRECTORY = 1 << 10;
    private static final int FD_UPPER_LAYER = 1 << 15;
    private static final int FD_LOWER_LAYER = 1 << 16;
    /** The flags that the recorder adds at the exit of a call: those from {@code O_F_CREATED} on. */
    private static final int ADDED_FLAGS = -(1 << 14);

    private static final int CREAT_UPPER_LAYER = 1;
    private static final int CREAT_LOWER_LAYER = 2;

    private final Machine machine;

    FileEvents(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void parse(Event event, int code, ThreadInfo thread) {
        switch (code) {
            case EventCodes.CLOSE_E -> closing();
            case EventCodes.CLOSE_X -> closed(event, thread);
            default -> opened(event, code, thread);
        }
    }

    private void opened(Event event, int code, ThreadInfo thread) {
        long number = event.number(0);
        if (number < 0) {
            return;
        }
        switch (code) {
            case EventCodes.OPEN_X -> open(event, thread, number);
            case EventCodes.CREAT_X -> creat(event, thread, number);
            case EventCodes.OPENAT_1_X -> oldOpenat(thread, number);
            case EventCodes.OPEN_BY_HANDLE_AT_X -> {
                String name = event.text(3);
                String path = FilePath.normalize(machine.version(), "", name);
                add(thread, number, path, name, (int) event.number(2), event.number(4), event.number(5));
            }
            case EventCodes.OPENAT2_X -> openat(event, thread, number, 6);
            default -> openat(event, thread, number, 5);
        }
    }

    private void open(Event event, ThreadInfo thread, long number) {
        Event enter = enterWithName(0);
        String name = enter == null ? event.text(1) : enter.text(0);
        int flags = flags(enter, 1, (int) event.number(2));
        String path = FilePath.normalize(machine.version(), thread.cwd(), name);
        add(thread, number, path, name, flags, event.number(4), event.number(5));
    }

    private void creat(Event event, ThreadInfo thread, long number) {
        Event enter = enterWithName(0);
        String name = enter == null ? event.text(1) : enter.text(0);
        int layers = (int) event.number(5);
        int flags = (layers & CREAT_UPPER_LAYER) != 0
                ? FD_UPPER_LAYER
                : (layers & CREAT_LOWER_LAYER) != 0 ? FD_LOWER_LAYER : 0;
        String path = FilePath.normalize(machine.version(), thread.cwd(), name);
        add(thread, number, path, name, flags, event.number(3), event.number(4));
    }

    private void openat(Event event, ThreadInfo thread, long number, int deviceIndex) {
        Event enter = enterWithName(1);
        String name = enter == null ? event.text(2) : enter.text(1);
        int flags = flags(enter, 2, (int) event.number(3));
        long dirfd = enter == null ? event.number(1) : enter.number(0);
        String path = FilePath.normalize(machine.version(), machine.base(dirfd, name), name);
        add(thread, number, path, name, flags, event.number(deviceIndex), event.number(deviceIndex + 1));
    }

    private void oldOpenat(ThreadInfo thread, long number) {
        Event enter = machine.enterEvent();
        if (enter != null) {
            String name = enter.text(1);
            String path = FilePath.normalize(machine.version(), machine.base(enter.number(0), name), name);
            add(thread, number, path, name, (int) enter.number(2), 0, 0);
        }
    }

    private @Nullable Event enterWithName(int index) {
        Event enter = machine.enterEvent();
        return enter != null && enter.has(index) && !enter.text(index).equals(TextPool.NOT_AVAILABLE) ? enter : null;
    }

    private static int flags(@Nullable Event enter, int index, int atExit) {
        return enter == null ? atExit : (int) enter.number(index) | atExit & ADDED_FLAGS;
    }

    private void add(ThreadInfo thread, long number, String path, String name, int flags, long device, long inode) {
        FdInfo info = new FdInfo((flags & O_DIRECTORY) != 0 ? FdType.DIRECTORY : FdType.FILE_V2);
        info.name = path;
        info.nameRaw = name;
        info.openFlags = flags;
        info.device = (int) device;
        info.inode = inode;
        info.layers((flags & FD_UPPER_LAYER) != 0, (flags & FD_LOWER_LAYER) != 0);
        machine.addFd(thread, number, info);
    }

    /** The start of a close, which later versions of Falco ignore. */
    private void closing() {
        FdInfo info = machine.fd();
        if (info != null && machine.version().hasEnterEvents()) {
            info.closing(true);
        }
    }

    /** The exit of a close. The descriptor stays available during this event. */
    private void closed(Event event, ThreadInfo thread) {
        FdInfo info = machine.fd();
        FdTable table = thread.fds();
        if (info == null || table == null) {
            return;
        }
        if (event.number(0) < 0) {
            info.closing(false);
        } else {
            machine.closeAfterwards(table, thread.lastEventFd);
        }
    }
}
