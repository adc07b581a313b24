package io.kguard.machine;

import io.kguard.event.FdType;

/** Adds descriptors to the table of a thread's process. */
final class FdMaker {
    private final Machine machine;

    FdMaker(Machine machine) {
        this.machine = machine;
    }

    /** Adds a descriptor and makes it the event's. */
    void add(ThreadInfo thread, long number, FdInfo info) {
        thread.lastEventFd = number;
        machine.fd = info;
        machine.fdNameChanged = info.name == null || !info.name.isEmpty();
        put(thread, number, info);
    }

    /** Adds a copy of a descriptor and makes it the event's. */
    void addCopy(ThreadInfo thread, long number, FdInfo of) {
        add(thread, number, of.copy());
        machine.fdNameChanged = false;
    }

    /** Adds a descriptor of a type that has no name. */
    void add(ThreadInfo thread, long number, FdType type) {
        add(thread, number, new FdInfo(type));
    }

    /** Adds a descriptor; one that takes the place of another that is being closed survives that close. */
    void put(ThreadInfo thread, long number, FdInfo info) {
        FdTable table = thread.fds();
        if (table == null || number < 0) {
            return;
        }
        FdInfo old = table.get(number);
        if (old != null && old.isClosing()) {
            info.survivesClose(true);
        }
        if (!table.put(number, info, machine.limits.fdsPerProcess())) {
            machine.fdsOverLimit++;
        }
    }
}
