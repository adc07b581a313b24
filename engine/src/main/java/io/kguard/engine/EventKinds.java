// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.EventTable;
import io.kguard.event.Syscall;
import io.kguard.internal.source.EventSources;
import org.jspecify.annotations.Nullable;

/**
 * Groups events that rules treat alike: by code; for the generic events, which share two codes, by system call; and for
 * those of plugins by source. Immutable.
 */
final class EventKinds {
    private static final int SYSCALLS =
            1 + Syscall.all().stream().mapToInt(Syscall::code).max().orElse(0);

    /** The kind of events of unknown plugins. No rule sees them. */
    static final int OTHER_PLUGIN = EventTable.SIZE + 2 * SYSCALLS;

    private static final int FIRST_SOURCE = OTHER_PLUGIN + 1;

    private final EventSources sources;

    EventKinds(EventSources sources) {
        this.sources = sources;
    }

    EventSources sources() {
        return sources;
    }

    /** How many kinds there are. */
    int count() {
        return FIRST_SOURCE + sources.all().size();
    }

    /** The kind of an event, from 0. */
    int of(Event event) {
        int code = event.code();
        if (code == EventCodes.PLUGINEVENT_E) {
            int place = sources.place(event);
            return place < 0 ? OTHER_PLUGIN : FIRST_SOURCE + place;
        }
        if (code >= 2 || event.valueLength(0) == 0) {
            return code;
        }
        return generic(code, event.number(0));
    }

    /** The kind of a generic event. */
    private static int generic(int code, long syscall) {
        boolean known = syscall >= 0 && syscall < SYSCALLS && Syscall.of((int) syscall) != null;
        return known ? EventTable.SIZE + 2 * (int) syscall + code : code;
    }

    /** The kind of an event of which only its code and, if that is generic, its system call are known. */
    static int of(int code, int syscall) {
        return code < 2 ? generic(code, syscall) : code;
    }

    /** The source of the events of a kind, or null for an unknown plugin. */
    @Nullable
    EventSource source(int kind) {
        if (kind == OTHER_PLUGIN) {
            return null;
        }
        return kind < FIRST_SOURCE ? EventSource.SYSCALL : sources.all().get(kind - FIRST_SOURCE);
    }

    /** Whether all events of a kind have the same type, direction and flags. */
    static boolean isUniform(int kind) {
        return kind >= 2 && kind != EventCodes.ASYNCEVENT_E && kind < OTHER_PLUGIN;
    }
}
