// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.EventCodes;
import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import java.util.BitSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which types of events have a value of a field, and which fields show what processes read and write. */
public final class FieldEvents {
    private static final Set<String> ARGUMENTS = Set.of("evt.arg", "evt.rawarg");
    private static final Set<String> OF_BUFFERS = Set.of("evt.buffer", "evt.buflen");
    private static final Set<String> OF_OPENS =
            Set.of("evt.is_open_read", "evt.is_open_write", "evt.is_open_exec", "evt.is_open_create");

    /** The bytes that a call reads or writes, as a parameter. */
    private static final String DATA = "data";

    private static final Set<String> SHOW_DATA = Set.of("evt.args", "evt.info", "evt.buffer");
    private static final String SYSLOG = "syslog.";

    private FieldEvents() {}

    /** The codes of the events with bytes that a process read or wrote. */
    public static BitSet codesWithData(FalcoVersion version) {
        BitSet codes = new BitSet();
        for (EventType type : EventTable.of(version).types()) {
            if (type.indexOf(DATA) >= 0 && type.code() != EventCodes.ASYNCEVENT_E) {
                codes.set(type.code());
            }
        }
        return codes;
    }

    /** Whether a field shows such bytes of some event. */
    public static boolean readsData(Field field) {
        String name = field.definition().name();
        String argument = field.argument();
        if (ARGUMENTS.contains(name)) {
            // a number stands for the parameter at its place
            return argument == null || argument.equals(DATA) || !Character.isLetter(argument.charAt(0));
        }
        return SHOW_DATA.contains(name) || name.startsWith(SYSLOG);
    }

    /** Whether an event is about a file that is opened. */
    private static boolean opensFile(EventType type) {
        return type.has(EventFlag.CREATES_FD)
                && type.params().stream()
                        .anyMatch(param -> param.type() == ParamType.FSPATH || param.type() == ParamType.FSRELPATH);
    }

    /** The types that have a value of a field; null if nothing is known of it. */
    public static @Nullable Predicate<EventType> having(String field, @Nullable String argument) {
        for (String of : ARGUMENTS) {
            if (field.startsWith(of + ".")) {
                return having(of, field.substring(of.length() + 1));
            }
        }
        if (ARGUMENTS.contains(field) && argument != null && !argument.matches("\\d+")) {
            return type -> type.indexOf(argument) >= 0;
        } else if (field.startsWith("fd.") && !field.equals("fd.types")) {
            return EventType::concernsFd;
        } else if (OF_BUFFERS.contains(field)) {
            return type -> type.has(EventFlag.READS_FROM_FD) || type.has(EventFlag.WRITES_TO_FD);
        }
        return OF_OPENS.contains(field) ? FieldEvents::opensFile : null;
    }
}
