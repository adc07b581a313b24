// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventTable;
import org.jspecify.annotations.Nullable;

/**
 * Dispatches events to their parsers by a table. The JVM compiles each parser separately. Otherwise it would compile
 * one huge method, and again after the first event of each new type.
 */
final class EventParsers {
    private final @Nullable EventParser[] parsers = new @Nullable EventParser[EventTable.SIZE];
    private final CloneEvents clones;

    EventParsers(Machine machine) {
        FdMaker maker = new FdMaker(machine);
        this.clones = new CloneEvents(machine);
        add(new SocketTransfers(machine, maker), SocketTransfers.CODES);
        add(new SocketEvents(machine, maker), SocketEvents.CODES);
        add(new FileEvents(machine, maker), FileEvents.CODES);
        add(new DirectoryEvents(machine), DirectoryEvents.CODES);
        add(new DescriptorEvents(machine, maker), DescriptorEvents.CODES);
        add(new DupEvents(machine, maker), DupEvents.CODES);
        add(new ExecEvents(machine), ExecEvents.CODES);
        add(new MemoryEvents(), MemoryEvents.CODES);
        add(new ProcessEvents(machine), ProcessEvents.CODES);
    }

    private void add(EventParser parser, int[] codes) {
        for (int code : codes) {
            parsers[code] = parser;
        }
    }

    /** Whether events of a type change nothing that outlives them. */
    boolean isIdle(int code) {
        EventParser parser = parsers[code];
        return parser == null || parser instanceof DirectoryEvents && DirectoryEvents.onlyLooks(code);
    }

    /** An event other than the exit of a clone. The descriptor of a system call may be unknown. */
    void parse(Event event, int code, ThreadInfo thread) {
        EventParser parser = parsers[code];
        if (parser != null) {
            parser.parse(event, code, thread);
        }
    }

    /** The exit of a clone, fork or vfork. The thread may be unknown. */
    void clone(Event event, @Nullable ThreadInfo thread) {
        clones.exit(event, thread);
    }
}
