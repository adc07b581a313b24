// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.EventCodes;
import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;

/** Properties of event types that the machine needs, in arrays by code. */
final class EventTraits {
    /** The event uses a descriptor. */
    static final int USES_FD = 1;
    /** The event uses, creates or closes a descriptor. */
    static final int FD = 1 << 1;
    /** The event has no thread, although one may have caused it. */
    static final int NO_THREAD = 1 << 2;
    /** Before the first event of another type, the event is part of the initial state. */
    static final int INITIAL = 1 << 3;
    /** The event describes containers, users or plugins. */
    static final int META = 1 << 4;
    /** The event does not create an unknown thread. */
    static final int KNOWN_THREAD_ONLY = 1 << 5;
    /** The event is kept until its exit event. */
    static final int STORED = 1 << 6;
    /** The event is the exit of a clone, fork or vfork. */
    static final int CLONE = 1 << 7;
    /** The event does not happen on the recorded machine, such as a container's metadata. */
    static final int META_CATEGORY = 1 << 8;

    /** Any of these says that there is more to do than for a call. */
    static final int MORE_THAN_A_CALL = NO_THREAD | INITIAL | META | KNOWN_THREAD_ONLY | CLONE | META_CATEGORY;

    static final int NONE = -1;

    private static final int[] INITIAL_CODES = {
        EventCodes.CONTAINER_4_E,
        EventCodes.CONTAINER_1_E,
        EventCodes.CONTAINER_E,
        EventCodes.USERADDED_E,
        EventCodes.USERDELETED_E,
        EventCodes.GROUPADDED_E,
        EventCodes.GROUPDELETED_E,
        EventCodes.ASYNCEVENT_E
    };
    private static final int[] CLONE_CODES = {
        EventCodes.CLONE_11_X,
        EventCodes.CLONE_16_X,
        EventCodes.CLONE_17_X,
        EventCodes.CLONE_X,
        EventCodes.CLONE3_X,
        EventCodes.FORK_16_X,
        EventCodes.FORK_17_X,
        EventCodes.FORK_X,
        EventCodes.VFORK_16_X,
        EventCodes.VFORK_17_X,
        EventCodes.VFORK_X
    };
    private static final int[] STORED_CODES = {
        EventCodes.OPEN_E,
        EventCodes.CREAT_E,
        EventCodes.OPENAT_1_E,
        EventCodes.OPENAT_E,
        EventCodes.OPENAT2_E,
        EventCodes.EVENTFD_E,
        EventCodes.EVENTFD2_E,
        EventCodes.CHDIR_E,
        EventCodes.FCHDIR_E,
        EventCodes.LINK_1_E,
        EventCodes.LINKAT_1_E,
        EventCodes.MKDIR_1_E,
        EventCodes.RMDIR_1_E,
        EventCodes.SHUTDOWN_E,
        EventCodes.GETRLIMIT_E,
        EventCodes.SETRLIMIT_E,
        EventCodes.PRLIMIT_E,
        EventCodes.SENDTO_E,
        EventCodes.SENDMSG_E,
        EventCodes.SENDFILE_E,
        EventCodes.SETRESUID_E,
        EventCodes.SETRESGID_E,
        EventCodes.SETUID_E,
        EventCodes.SETGID_E,
        EventCodes.SETPGID_E,
        EventCodes.UNLINK_1_E,
        EventCodes.UNLINKAT_1_E,
        EventCodes.EXECVE_18_E,
        EventCodes.EXECVE_E,
        EventCodes.EXECVEAT_E,
        EventCodes.UNSHARE_E,
        EventCodes.SETNS_E,
        EventCodes.DUP_0_E
    };

    private static final int[] FD_TOLD_BY_EXIT = {
        EventCodes.READ_X,
        EventCodes.PREAD_X,
        EventCodes.BIND_X,
        EventCodes.CONNECT_X,
        EventCodes.LISTEN_X,
        EventCodes.COPY_FILE_RANGE_X,
        EventCodes.SENDMMSG_X,
        EventCodes.RECVMMSG_X,
        EventCodes.GETSOCKOPT_X,
        EventCodes.FCHMOD_X,
        EventCodes.FCHOWN_X
    };

    private final int[] bits = new int[EventTable.SIZE];
    private final byte[] fdIndex = new byte[EventTable.SIZE];

    EventTraits(FalcoVersion version) {
        for (EventType type : EventTable.of(version).types()) {
            int code = type.code();
            bits[code] = flags(type);
            fdIndex[code] = (byte) fdIndex(type);
        }
        set(INITIAL | META, INITIAL_CODES);
        set(META, EventCodes.PLUGINEVENT_E);
        set(CLONE | KNOWN_THREAD_ONLY, CLONE_CODES);
        set(
                KNOWN_THREAD_ONLY,
                EventCodes.PROCEXIT_E,
                EventCodes.PROCEXIT_0_E,
                EventCodes.SWITCH_E,
                EventCodes.SWITCH_1_E);
        set(STORED, STORED_CODES);
        fdIndex[EventCodes.SPLICE_E] = 1; // as in Falco: the target of the data
        if (version.hasEnterEvents()) {
            onlyTheseExitsTellTheirFd(FD_TOLD_BY_EXIT);
        } else {
            fdIndex[EventCodes.SPLICE_X] = fdIndex[EventCodes.SPLICE_X] == NONE ? NONE : (byte) 2;
        }
    }

    /** Falco until 0.41 relies on enter events: if one is missing, it does not look for the descriptor in the exit event. */
    private void onlyTheseExitsTellTheirFd(int... exits) {
        byte[] known = fdIndex.clone();
        for (int code = 1; code < fdIndex.length; code += 2) {
            fdIndex[code] = NONE;
        }
        for (int code : exits) {
            fdIndex[code] = known[code];
        }
    }

    int of(int code) {
        return bits[code];
    }

    /** The index of the parameter with the event's descriptor; {@link #NONE} if it has none. */
    int fdIndex(int code) {
        return fdIndex[code];
    }

    private void set(int bit, int... codes) {
        for (int code : codes) {
            bits[code] |= bit;
        }
    }

    private static int flags(EventType type) {
        int flags = 0;
        if (type.has(EventFlag.USES_FD)) {
            flags |= USES_FD;
        }
        if (type.concernsFd()) {
            flags |= FD;
        }
        if (type.has(EventFlag.SKIPPARSERESET)) {
            flags |= NO_THREAD;
        }
        if (type.source().equals("METAEVENT")) {
            flags |= META_CATEGORY;
        }
        return flags;
    }

    /** In exit events the first parameter is the result, so the descriptor is a later one. */
    private static int fdIndex(EventType type) {
        if (type.has(EventFlag.USES_FD)) {
            for (int i = type.isExit() ? 1 : 0; i < type.paramCount(); i++) {
                if (type.param(i).type() == ParamType.FD) {
                    return i;
                }
            }
        }
        return NONE;
    }
}
