// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FdType;
import io.kguard.internal.machine.FdInfo;
import java.util.Arrays;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The fields {@code evt.*} about reading, writing and opening. */
final class IoFields {
    private static final int O_RDONLY = 1;
    private static final int O_WRONLY = 1 << 1;
    private static final int O_CREAT = 1 << 2;
    private static final int O_TMPFILE = 1 << 13;
    private static final int O_F_CREATED = 1 << 14;
    private static final int EXECUTABLE = 0111;
    private static final int CREAT_MODE = 2;

    /** The index of the flags in events that open files, by code; -1 for other events. */
    private static final byte[] OPEN_FLAGS = openFlags();

    private IoFields() {}

    private static byte[] openFlags() {
        byte[] indexes = new byte[EventCodes.OPEN_BY_HANDLE_AT_X + 1];
        Arrays.fill(indexes, (byte) -1);
        indexes[EventCodes.OPEN_X] = 2;
        indexes[EventCodes.OPENAT_1_E] = 2;
        indexes[EventCodes.OPENAT_X] = 3;
        indexes[EventCodes.OPENAT2_X] = 3;
        indexes[EventCodes.OPEN_BY_HANDLE_AT_X] = 2;
        return indexes;
    }

    static void addTo(Bindings bindings) {
        bindings.value("evt.is_open_read", context -> context.found((openFlags(context.event()) & O_RDONLY) != 0));
        bindings.value("evt.is_open_write", context -> context.found((openFlags(context.event()) & O_WRONLY) != 0));
        bindings.value("evt.is_open_exec", context -> context.found(opensExecutable(context.event())));
        bindings.value("evt.is_open_create", context -> context.found(creates(context.event())));
        bindings.value("evt.buflen", context -> length(context, (any, fd) -> true));
        bindings.value("evt.buflen.file", context -> length(context, (any, fd) -> isFile(fd)));
        bindings.value("evt.buflen.net", context -> length(context, (any, fd) -> isNet(fd)));
        for (String direction : new String[] {"in", "out"}) {
            String category = direction.equals("in") ? "IO_READ" : "IO_WRITE";
            bindings.value("evt.buflen." + direction, context -> length(context, (any, fd) -> is(any, category)));
            bindings.value(
                    "evt.buflen.file." + direction,
                    context -> length(context, (any, fd) -> is(any, category) && isFile(fd)));
            bindings.value(
                    "evt.buflen.net." + direction,
                    context -> length(context, (any, fd) -> is(any, category) && isNet(fd)));
        }
        bindings.value("evt.count.error", context -> error(context, (any, fd) -> true));
        bindings.value("evt.count.error.file", context -> error(context, IoFields::isFileError));
        bindings.value("evt.count.error.net", context -> error(context, IoFields::isNetError));
        bindings.value("evt.count.error.memory", context -> error(context, (any, fd) -> is(any, "MEMORY")));
        bindings.value(
                "evt.count.error.other",
                context -> error(
                        context,
                        (any, fd) ->
                                !isFileError(any, fd) && !isNetError(any, fd) && (fd != null || !is(any, "MEMORY"))));
        bindings.value("evt.is_syslog", context -> context.found(Syslog.isWrittenBy(context)));
    }

    private static boolean is(EventContext context, String category) {
        return context.event().type().category().equals(category);
    }

    private static int openFlags(Event event) {
        int index = openFlagsIndex(event);
        return index < 0 ? 0 : (int) event.number(index);
    }

    private static int openFlagsIndex(Event event) {
        int code = event.code();
        return code < OPEN_FLAGS.length ? OPEN_FLAGS[code] : -1;
    }

    private static boolean opensExecutable(Event event) {
        int code = event.code();
        if (code == EventCodes.CREAT_X) {
            return (event.number(CREAT_MODE) & EXECUTABLE) != 0;
        }
        int index = openFlagsIndex(event);
        return index >= 0
                && code != EventCodes.OPEN_BY_HANDLE_AT_X
                && (event.number(index) & (O_CREAT | O_TMPFILE)) != 0
                && (event.number(index + 1) & EXECUTABLE) != 0;
    }

    private static boolean creates(Event event) {
        int flags = openFlags(event);
        return event.type().isExit()
                && ((flags & O_F_CREATED) != 0
                        || (flags & O_TMPFILE) != 0 && EventFields.returns(event) && EventFields.returned(event) >= 0);
    }

    private static boolean length(EventContext context, BiPredicate<EventContext, @Nullable FdInfo> condition) {
        Event event = context.event();
        FdInfo fd = context.fd();
        return fd != null
                && event.type().category().startsWith("IO_")
                && EventFields.returns(event)
                && EventFields.returned(event) >= 0
                && condition.test(context, fd)
                && context.found(EventFields.returned(event));
    }

    private static boolean error(EventContext context, BiPredicate<EventContext, @Nullable FdInfo> condition) {
        return EventFields.returns(context.event())
                && condition.test(context, context.fd())
                && context.found(EventFields.returned(context.event()) < 0 ? 1L : 0L);
    }

    private static boolean isFileError(EventContext context, @Nullable FdInfo fd) {
        if (fd != null) {
            return isFile(fd) || fd.type() == FdType.DIRECTORY;
        }
        return switch (context.event().code()) {
            case EventCodes.OPEN_X,
                    EventCodes.CREAT_X,
                    EventCodes.OPENAT_1_X,
                    EventCodes.OPENAT_X,
                    EventCodes.OPENAT2_X,
                    EventCodes.OPEN_BY_HANDLE_AT_X -> true;
            default -> false;
        };
    }

    private static boolean isNetError(EventContext context, @Nullable FdInfo fd) {
        if (fd != null) {
            return isNet(fd) || fd.type() == FdType.UNIX_SOCK;
        }
        return switch (context.event().code()) {
            case EventCodes.ACCEPT_3_X,
                    EventCodes.ACCEPT_X,
                    EventCodes.ACCEPT4_3_X,
                    EventCodes.ACCEPT4_X,
                    EventCodes.CONNECT_X -> true;
            default -> false;
        };
    }

    private static boolean isFile(@Nullable FdInfo fd) {
        return fd != null && fd.type().isFile();
    }

    private static boolean isNet(@Nullable FdInfo fd) {
        return fd != null && (fd.type().isIpSocket() || fd.type().isIpServer());
    }
}
