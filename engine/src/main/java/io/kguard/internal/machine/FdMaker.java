// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

/** Adds descriptors to the table of a thread's process. */
final class FdMaker {
    private final Machine machine;

    FdMaker(Machine machine) {
        this.machine = machine;
    }

    /** Adds a descriptor, which becomes the event's descriptor. */
    void add(ThreadInfo thread, long number, FdInfo info) {
        thread.lastEventFd = number;
        machine.fd(put(thread, number, info) ? info : null);
        machine.fdNameChanged(!info.name.isEmpty());
    }

    /** Adds a copy of a descriptor, which becomes the event's descriptor. */
    void addCopy(ThreadInfo thread, long number, FdInfo of) {
        add(thread, number, of.copy());
        machine.fdNameChanged(false);
    }

    private boolean put(ThreadInfo thread, long number, FdInfo info) {
        FdTable table = thread.fds();
        if (table == null) {
            return false;
        }
        boolean added = table.put(number, info, machine.limits.fdsPerProcess());
        if (!added) {
            machine.countFdOverLimit();
        }
        return added;
    }
}
