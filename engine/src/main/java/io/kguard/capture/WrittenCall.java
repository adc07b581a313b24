// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.Param;
import io.kguard.event.ParamType;
import io.kguard.event.Syscall;
import io.kguard.event.SystemCall;
import io.kguard.internal.message.Nearest;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A kind of event that a process of written events can cause.
 *
 * @param name what {@code evt.type} says
 * @param enter the event at the begin of the call; null if there is none
 * @param main the event at its end, or the only one
 * @param syscall the number of a system call that has no event type of its own; else -1
 */
record WrittenCall(String name, @Nullable EventType enter, EventType main, int syscall) {
    private static final int GENERIC_EXIT = 1;
    /** Events whose only parameter is a document of a plugin or of an engine. */
    private static final Set<String> DOCUMENTS =
            Set.of("container", "asyncevent", "pluginevent", "k8s", "mesos", "tracer", "syscall", "NA");

    /**
     * The kind of event with a name.
     *
     * @throws IllegalArgumentException if no process causes such events
     */
    static WrittenCall of(String name, FalcoVersion version) {
        EventTable table = EventTable.of(version);
        EventType main = DOCUMENTS.contains(name) ? null : SystemCall.event(name, version);
        if (main != null) {
            EventType enter = main.isExit() ? table.type(main.code() - 1) : null;
            return new WrittenCall(name, enter, main, -1);
        }
        Syscall syscall = Syscall.named(name, version);
        EventType generic = table.type(GENERIC_EXIT);
        if (syscall != null && generic != null && syscall.eventCodes().contains(GENERIC_EXIT)) {
            return new WrittenCall(name, table.type(GENERIC_EXIT - 1), generic, syscall.code());
        }
        String near = Nearest.of(name, names(version));
        throw new IllegalArgumentException("no process causes events of the type \"" + name + "\""
                + (near == null ? ", such as openat" : "; did you mean " + near + "?"));
    }

    /** The event types that processes cause. */
    static Set<String> names(FalcoVersion version) {
        Set<String> names = new TreeSet<>();
        EventTable table = EventTable.of(version);
        for (EventType type : table.types()) {
            if (!DOCUMENTS.contains(type.name()) && SystemCall.event(type.name(), version) != null) {
                names.add(type.name());
            }
        }
        Syscall.all().stream()
                .filter(syscall -> syscall.eventCodes().contains(GENERIC_EXIT) && version.atLeast(syscall.since()))
                .map(Syscall::name)
                .filter(name -> !name.equals("unknown"))
                .forEach(names::add);
        return names;
    }

    /** Whether the event tells what a system call returned. */
    boolean returns() {
        if (!main.isExit() || main.paramCount() == 0 || syscall >= 0) {
            return false;
        }
        ParamType.Kind kind = main.param(0).type().kind();
        return kind == ParamType.Kind.SIGNED || kind == ParamType.Kind.UNSIGNED;
    }

    /** Whether what the call returns is a descriptor that it made. */
    boolean makesDescriptor() {
        return main.has(EventFlag.CREATES_FD)
                && main.indexOf("fd1") < 0
                && main.paramCount() > 0
                && main.param(0).type().kind() == ParamType.Kind.SIGNED;
    }

    /** Whether its event describes the process itself: that of a clone or of an execve. */
    boolean tellsOfProcess() {
        return main.indexOf("exe") >= 0 && main.indexOf("args") >= 0;
    }

    /** The parameter of a name, at the end of the call or else at its begin; null if it has none. */
    @Nullable
    Param param(String param) {
        int at = main.indexOf(param);
        if (at >= 0) {
            return main.param(at);
        }
        int before = enter == null ? -1 : enter.indexOf(param);
        return enter == null || before < 0 ? null : enter.param(before);
    }

    /**
     * Refuses a parameter that no version has, and lets one pass that only this version lacks.
     *
     * @throws IllegalArgumentException if there is no such parameter
     */
    void requireKnown(String param) {
        Set<String> names = new TreeSet<>();
        for (FalcoVersion version : FalcoVersion.values()) {
            for (EventType type : EventTable.of(version).named(name)) {
                type.params().forEach(known -> names.add(known.name()));
            }
        }
        if (!names.contains(param)) {
            throw new IllegalArgumentException("events of the type " + name + " have no parameter \"" + param + "\""
                    + (names.isEmpty() ? "" : "; " + Nearest.hint(param, names)));
        }
    }
}
