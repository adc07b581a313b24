// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * A thread that existed before the first event. Strings are Latin-1, one {@code char} per byte ({@link TextPool}).
 *
 * @param parts what is known of it: a {@code Long} or a string for each part
 */
@API(status = API.Status.INTERNAL)
public record ProcessEntry(Map<Part, Object> parts) implements StateEntry {
    /** What an entry has, in the order in which a capture has it. */
    public enum Part {
        /** The thread. */
        TID(1, 8, -1),
        /** Its process, the thread group. */
        PID(1, 8, -1),
        /** The thread that created the process. */
        PTID(1, 8, -1),
        /** The session, in the thread's own pid namespace. */
        SID(6, 8, -1),
        /** The process group, in the thread's own pid namespace. */
        VPGID(8, 8, -1),
        /** The name. */
        COMM(1),
        /** {@code argv[0]}. */
        EXE(1),
        /** The path of the file that it runs. */
        EXEPATH(7),
        /** The arguments from {@code argv[1]} on, each followed by a NUL. */
        ARGS(1),
        /** The working directory. */
        CWD(1),
        /** The limit of open descriptors. */
        FD_LIMIT(1, 8, -1),
        /** Falco's {@code clone_flags}. */
        FLAGS(1, 4, 0),
        /** The user. */
        UID(1, 4, -1),
        /** The group. */
        GID(1, 4, -1),
        /** The memory in KiB. */
        VM_SIZE(2, 4, 0),
        /** The resident memory in KiB. */
        VM_RSS(2, 4, 0),
        /** The swapped memory in KiB. */
        VM_SWAP(2, 4, 0),
        /** Page faults that read from a disk. */
        MAJOR_FAULTS(2, 8, 0),
        /** Page faults that did not. */
        MINOR_FAULTS(2, 8, 0),
        /** The environment, each entry followed by a NUL. */
        ENV(3),
        /** The thread's id in its own pid namespace. */
        VTID(4, 8, -1),
        /** The process's id there. */
        VPID(4, 8, -1),
        /** Entries {@code subsystem=path}, each followed by a NUL. */
        CGROUPS(4),
        /** The root directory. */
        ROOT(5),
        /** When the first process of its pid namespace was started, in nanoseconds since the epoch. */
        PIDNS_INIT_START(9, 8, 0),
        /** The number of the terminal; 0 if it has none. */
        TTY(9, 4, 0),
        /** The user that logged in; -1 if none. */
        LOGIN_UID(9, 4, -1),
        /** Whether the thread's user may write to the file that it runs. */
        EXE_WRITABLE(9, 1, 0),
        /** Capabilities, one bit each. */
        CAP_INHERITABLE(9, 8, 0),
        /** Capabilities, one bit each. */
        CAP_PERMITTED(9, 8, 0),
        /** Capabilities, one bit each. */
        CAP_EFFECTIVE(9, 8, 0),
        /** Whether the file is in the upper layer of an overlay file system. */
        EXE_UPPER_LAYER(9, 1, 0),
        /** The inode of the file. */
        EXE_INODE(9, 8, 0),
        /** When that inode changed, in nanoseconds since the epoch. */
        EXE_CHANGE_TIME(9, 8, 0),
        /** When the file was written to, in nanoseconds since the epoch. */
        EXE_MODIFICATION_TIME(9, 8, 0),
        /** Whether the file is a memory file. */
        EXE_FROM_MEMFD(9, 1, 0),
        /** Whether the file is in the lower layer of an overlay file system. */
        EXE_LOWER_LAYER(9, 1, 0),
        /** The process group, in the initial pid namespace. */
        PGID(9, 8, -1);

        private final int since;
        private final int size;
        private final long usual;

        Part(int since) {
            this(since, 0, 0);
        }

        Part(int since, int size, long usual) {
            this.since = since;
            this.size = size;
            this.usual = usual;
        }

        /** The version of the list of threads in captures that has it first. */
        public int since() {
            return since;
        }

        /** The size of a number in bytes, 1 for what is or is not; 0 for a string. */
        public int size() {
            return size;
        }

        private Object usual() {
            return size == 0 ? "" : (Object) usual;
        }
    }

    public ProcessEntry {
        parts = Collections.unmodifiableMap(new EnumMap<>(parts));
    }

    /** Starts an entry of a thread. A part that is not set gets the value that an older capture without it implies. */
    public static Builder builder() {
        return new Builder();
    }

    /** The same for a thread of a process. */
    public static Builder builder(long tid, long pid) {
        return new Builder().set(Part.TID, tid).set(Part.PID, pid);
    }

    /** A number, or 1 and 0 for what is or is not. */
    public long number(Part part) {
        return (long) Objects.requireNonNull(parts.get(part));
    }

    /** A number of four bytes. */
    public int int32(Part part) {
        return (int) number(part);
    }

    /** What is or is not. */
    public boolean is(Part part) {
        return number(part) != 0;
    }

    /** A string. */
    public String text(Part part) {
        return (String) Objects.requireNonNull(parts.get(part));
    }

    /** This entry with another string. */
    public ProcessEntry with(Part part, String value) {
        Builder changed = new Builder();
        changed.parts.putAll(parts);
        return changed.set(part, value).build();
    }

    /** Sets the parts of an entry. */
    public static final class Builder {
        private final Map<Part, Object> parts = new EnumMap<>(Part.class);

        private Builder() {
            for (Part part : Part.values()) {
                parts.put(part, part.usual());
            }
        }

        public Builder set(Part part, long value) {
            return put(part, value);
        }

        public Builder set(Part part, String value) {
            return put(part, value);
        }

        public Builder set(Part part, boolean value) {
            return put(part, value ? 1L : 0L);
        }

        private Builder put(Part part, Object value) {
            if (value.getClass() != part.usual().getClass()) {
                throw new IllegalArgumentException(part + " can't be " + value);
            }
            parts.put(part, value);
            return this;
        }

        /** The entry. */
        public ProcessEntry build() {
            return new ProcessEntry(parts);
        }
    }
}
