// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.Event;
import io.kguard.event.EventTable;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Dispatches events to their parsers by a table. The JVM compiles each parser separately. Otherwise it would compile
 * one huge method, and again after the first event of each new type.
 */
final class EventParsers {
    private final @Nullable EventParser[] parsers = new @Nullable EventParser[EventTable.SIZE];
    private final CloneEvents clones;

    EventParsers(Machine machine) {
        this.clones = new CloneEvents(machine);
        Map<String, EventParser> byName = Map.of(
                "transfers", new SocketTransfers(machine),
                "sockets", new SocketEvents(machine),
                "files", new FileEvents(machine),
                "directories", new DirectoryEvents(machine),
                "descriptors", new DescriptorEvents(machine),
                "copies", new DupEvents(machine),
                "programs", new ExecEvents(machine),
                "memory", new MemoryEvents(),
                "processes", new ProcessEvents(machine));
        for (EventRow row : EventRow.ALL) {
            if (row.hasParser()) {
                parsers[row.code()] = Objects.requireNonNull(byName.get(row.parser()), row.parser());
            }
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
