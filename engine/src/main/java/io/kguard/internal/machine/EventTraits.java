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
    /** The exit event tells its descriptor, even if its enter event is missing. */
    private static final int TELLS_FD = 1 << 9;

    /** Any of these says that there is more to do than for a call. */
    static final int MORE_THAN_A_CALL = NO_THREAD | INITIAL | META | KNOWN_THREAD_ONLY | CLONE | META_CATEGORY;

    static final int NONE = -1;

    private final int[] bits = new int[EventTable.SIZE];
    private final byte[] fdIndex = new byte[EventTable.SIZE];

    EventTraits(FalcoVersion version) {
        for (EventType type : EventTable.of(version).types()) {
            int code = type.code();
            bits[code] = flags(type);
            fdIndex[code] = (byte) fdIndex(type);
        }
        for (EventRow row : EventRow.ALL) {
            for (String trait : row.traits()) {
                bits[row.code()] |= bit(trait);
            }
        }
        fdIndex[EventCodes.SPLICE_E] = 1; // as in Falco: the target of the data
        if (version.hasEnterEvents()) {
            onlySomeExitsTellTheirFd();
        } else {
            fdIndex[EventCodes.SPLICE_X] = fdIndex[EventCodes.SPLICE_X] == NONE ? NONE : (byte) 2;
        }
    }

    /** Falco until 0.41 relies on enter events: if one is missing, it does not look for the descriptor in the exit event. */
    private void onlySomeExitsTellTheirFd() {
        for (int code = 1; code < fdIndex.length; code += 2) {
            if ((bits[code] & TELLS_FD) == 0) {
                fdIndex[code] = NONE;
            }
        }
    }

    /** The bits of a trait in {@code events.tsv}. */
    private static int bit(String trait) {
        return switch (trait) {
            case "initial" -> INITIAL | META;
            case "meta" -> META;
            case "clone" -> CLONE | KNOWN_THREAD_ONLY;
            case "known-thread" -> KNOWN_THREAD_ONLY;
            case "stored" -> STORED;
            case "tells-fd" -> TELLS_FD;
            default -> throw new IllegalStateException("an unknown trait in events.tsv: " + trait);
        };
    }

    int of(int code) {
        return bits[code];
    }

    /** The index of the parameter with the event's descriptor; {@link #NONE} if it has none. */
    int fdIndex(int code) {
        return fdIndex[code];
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
