// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FalcoVersion;
import io.kguard.event.FdType;
import io.kguard.event.L4Protocol;
import io.kguard.internal.field.Bindings.Bound;
import io.kguard.internal.machine.FdInfo;
import io.kguard.internal.machine.FdTable;
import io.kguard.internal.machine.FilePath;
import io.kguard.internal.machine.ThreadInfo;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The fields {@code fd.*} that are not about addresses. */
final class FdFields {
    private static final String[] TYPE_CHARACTERS = new String[128];

    static {
        for (int i = 0; i < TYPE_CHARACTERS.length; i++) {
            TYPE_CHARACTERS[i] = String.valueOf((char) i);
        }
    }

    private FdFields() {}

    static void addTo(Bindings bindings) {
        bindings.value(
                "fd.num",
                context -> concerns(context) && context.found(context.machine().fdNumber()));
        bindings.text("fd.type", text(fd -> fd.type().label()));
        bindings.text("fd.typechar", FdFields::typeCharacter);
        bindings.text("fd.name", FdFields::name);
        bindings.text("fd.nameraw", FdFields::nameRaw);
        bindings.text("fd.directory", FdFields::directory);
        bindings.text("fd.filename", text(FdFields::filename));
        bindings.text("fd.l4proto", text(fd -> protocol(fd).label()));
        bindings.text(
                "fd.sockfamily",
                text(fd -> fd.type().isIpSocket() || fd.type().isIpServer()
                        ? "ip"
                        : fd.type() == FdType.UNIX_SOCK ? "unix" : null));
        bindings.text("fd.uid", context -> {
            ThreadInfo thread = context.thread();
            return thread == null || !concerns(context)
                    ? null
                    : thread.tid() + Long.toString(context.machine().fdNumber());
        });
        bindings.text("fd.containername", context -> inContainer(context, name(context)));
        bindings.text("fd.containerdirectory", context -> inContainer(context, directory(context)));
        number(bindings, "fd.connected", fd -> fd.isConnected() ? 1 : 0);
        bindings.value(
                "fd.name_changed",
                context ->
                        info(context) != null && context.found(context.machine().fdNameChanged()));
        number(bindings, "fd.dev", FdInfo::device);
        number(bindings, "fd.dev.major", fd -> (fd.device() & 0xfff00) >> 8);
        number(bindings, "fd.dev.minor", fd -> fd.device() & 0xff | fd.device() >> 12 & 0xfff00);
        number(bindings, "fd.ino", FdInfo::inode);
        number(bindings, "fd.is_upper_layer", fd -> fd.isUpperLayer() ? 1 : 0);
        number(bindings, "fd.is_lower_layer", fd -> fd.isLowerLayer() ? 1 : 0);
        bindings.bind("fd.types", FdFields::types);
    }

    /** Whether an event creates, uses or closes a descriptor. Only then do descriptor fields have values. */
    static boolean concerns(EventContext context) {
        return context.event().type().concernsFd() && context.thread() != null;
    }

    /** The descriptor of the event, or null if there is none. */
    static @Nullable FdInfo info(EventContext context) {
        if (!context.event().type().concernsFd()) {
            return null;
        }
        ThreadInfo thread = context.thread();
        if (thread == null) {
            return null;
        }
        FdInfo fd = context.fd();
        long number = context.machine().fdNumber();
        return fd != null || number == -1 ? fd : thread.fd(number);
    }

    private static Loader.OfText text(Function<FdInfo, @Nullable String> source) {
        return context -> {
            FdInfo fd = info(context);
            return fd == null ? null : source.apply(fd);
        };
    }

    private static void number(Bindings bindings, String name, ToLongFunction<FdInfo> source) {
        bindings.value(name, context -> {
            FdInfo fd = info(context);
            return fd != null && context.found(source.applyAsLong(fd));
        });
    }

    private static @Nullable String typeCharacter(EventContext context) {
        if (!concerns(context)) {
            return null;
        }
        FdInfo fd = info(context);
        char character =
                fd == null ? typeCharacter(context.event().code()) : fd.type().character();
        return TYPE_CHARACTERS[character];
    }

    /** The type of the descriptor that an event of this type would create. */
    private static char typeCharacter(int code) {
        return switch (code & ~1) { // the code of the event that begins the call
            case EventCodes.OPENAT_1_E, EventCodes.OPENAT_E, EventCodes.OPENAT2_E, EventCodes.CREAT_E -> 'f';
            case EventCodes.SOCKET_E,
                    EventCodes.ACCEPT_3_E,
                    EventCodes.ACCEPT4_3_E,
                    EventCodes.ACCEPT_E,
                    EventCodes.ACCEPT4_E -> '4';
            case EventCodes.PIPE_E, EventCodes.PIPE2_E -> 'p';
            case EventCodes.EVENTFD_E, EventCodes.EVENTFD2_E -> 'e';
            case EventCodes.SIGNALFD_E, EventCodes.SIGNALFD4_E -> 's';
            case EventCodes.TIMERFD_CREATE_E -> 't';
            case EventCodes.INOTIFY_INIT_E, EventCodes.INOTIFY_INIT1_E -> 'i';
            default -> 'o';
        };
    }

    private static @Nullable String name(EventContext context) {
        FdInfo fd = info(context);
        if (fd == null) {
            return concerns(context) ? nameFromEvent(context, true) : null;
        }
        Event event = context.event();
        boolean told = event.version().hasEnterEvents() && event.code() == EventCodes.CONNECT_X;
        if (told && event.has(1) && event.number(0) < 0) {
            return context.argument(1);
        }
        return fd.name();
    }

    private static @Nullable String nameRaw(EventContext context) {
        FdInfo fd = info(context);
        if (fd == null) {
            String name = concerns(context) ? nameFromEvent(context, false) : null;
            if (name == null) {
                return null;
            }
            String clean = withoutDoubleSlashes(name);
            return context.isWriting() ? Printable.shown(clean, context.event().version()) : clean;
        }
        return withoutDoubleSlashes(fd.nameRaw());
    }

    /** For an event that failed to create a descriptor, the name it would have. */
    private static @Nullable String nameFromEvent(EventContext context, boolean normalized) {
        Event event = context.event();
        if (!event.type().isExit()) {
            return null;
        }
        return switch (event.code()) {
            case EventCodes.OPEN_X,
                    EventCodes.CREAT_X,
                    EventCodes.ACCEPT_3_X,
                    EventCodes.ACCEPT4_3_X,
                    EventCodes.ACCEPT_X,
                    EventCodes.ACCEPT4_X,
                    EventCodes.CONNECT_X -> argument(context);
            case EventCodes.OPENAT_X, EventCodes.OPENAT2_X -> {
                boolean known = event.valueLength(2) > 0 && (!normalized || event.valueLength(1) > 0);
                if (!known && event.version().atLeast(FalcoVersion.V0_42)) {
                    yield null;
                }
                String path = event.text(2);
                yield normalized
                        ? FilePath.normalize(
                                context.event().version(), context.machine().base(event.number(1), path), path)
                        : path;
            }
            case EventCodes.OPEN_BY_HANDLE_AT_X -> event.text(3);
            default -> "";
        };
    }

    private static @Nullable String argument(EventContext context) {
        return context.event().has(1) ? context.argument(1) : null;
    }

    private static String withoutDoubleSlashes(String path) {
        if (!path.contains("//")) {
            return path;
        }
        StringBuilder out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) != '/' || out.length() == 0 || out.charAt(out.length() - 1) != '/') {
                out.append(path.charAt(i));
            }
        }
        return out.toString();
    }

    private static @Nullable String directory(EventContext context) {
        FdInfo fd = info(context);
        if (fd == null) {
            String path = concerns(context) ? nameFromEvent(context, true) : null;
            return path == null || context.event().version().hasEnterEvents() ? path : FdInfo.directory(path);
        }
        String name = fd.name();
        if (fd.type() == FdType.DIRECTORY) {
            return name;
        }
        return fd.type().isFile() ? fd.directory() : null;
    }

    private static @Nullable String filename(FdInfo fd) {
        return fd.type().isFile() ? fd.filename() : null;
    }

    /** The protocol of an IP socket. A socket without a role has none, unless it is raw. */
    static L4Protocol protocol(FdInfo fd) {
        L4Protocol protocol = fd.protocol();
        boolean known = fd.type().isIpServer() || fd.type().isIpSocket() && (hasRole(fd) || protocol == L4Protocol.RAW);
        return known ? protocol : L4Protocol.NA;
    }

    static boolean hasRole(FdInfo fd) {
        return fd.hasRole();
    }

    private static @Nullable String inContainer(EventContext context, @Nullable String text) {
        ThreadInfo thread = context.thread();
        return text == null || thread == null ? null : thread.containerId() + ":" + text;
    }

    private static Bound types(FieldDefinition definition, @Nullable String argument) {
        if (argument == null) {
            return new Bound(definition, context -> {
                ThreadInfo thread = context.thread();
                if (thread == null || !concerns(context)) {
                    return false;
                }
                ListValue list = context.list().clear();
                FdTable fds = thread.fds();
                if (fds != null) {
                    fds.forEach(fd -> list.addLast(fd.type().label()));
                    list.reverse(); // the last one opened comes first
                }
                return true;
            });
        }
        int number = EventArguments.number(argument);
        return new Bound(definition, context -> {
            ThreadInfo thread = context.thread();
            FdInfo fd = thread == null || !concerns(context) ? null : thread.fd(number);
            if (fd == null) {
                return false;
            }
            context.list().clear().add(fd.type().label());
            return true;
        });
    }
}
