// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventFlag;
import io.kguard.event.EventSource;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.FdType;
import io.kguard.event.JsonValue;
import io.kguard.event.ParamType;
import io.kguard.event.Syscall;
import io.kguard.internal.field.Bindings.Bound;
import io.kguard.internal.field.FieldException.Reason;
import io.kguard.internal.machine.FdInfo;
import io.kguard.internal.machine.ThreadInfo;
import io.kguard.internal.source.DocumentSource;
import io.kguard.internal.source.SourcePlugin;
import org.jspecify.annotations.Nullable;

/** The fields {@code evt.*} about the type and the result of an event. */
final class EventFields {
    private static final int GENERIC_CODES_END = 2;

    private EventFields() {}

    static void addTo(Bindings bindings) {
        bindings.value("evt.num", context -> context.found(context.event().number()));
        bindings.text("evt.dir", context -> context.event().type().isExit() ? "<" : ">");
        bindings.text("evt.type", context -> type(context.event()));
        bindings.argued("evt.type.is", argument -> typeIs(bindings.version(), argument));
        bindings.text(
                "syscall.type",
                context -> context.event().type().source().equals("SYSCALL") ? type(context.event()) : null);
        bindings.text("evt.category", EventFields::category);
        bindings.value(
                "evt.cpu",
                context -> context.found((long) (short) context.event().cpu()));
        bindings.text("evt.source", context -> {
            EventSource source = context.source();
            return source == null ? null : source.label();
        });
        bindings.text("evt.pluginname", context -> {
            EventSource source = context.source();
            return source == null || source.equals(EventSource.SYSCALL) ? null : source.plugin();
        });
        bindings.text("evt.plugininfo", EventFields::info);
        bindings.value("evt.is_async", context -> context.found(isMeta(context.event())));
        bindings.text("evt.asynctype", context -> isMeta(context.event()) ? type(context.event()) : null);
        bindings.text("evt.hostname", context -> context.machine().hostname());
        flag(bindings, "evt.is_io_read", EventFlag.READS_FROM_FD);
        flag(bindings, "evt.is_io_write", EventFlag.WRITES_TO_FD);
        flag(bindings, "evt.is_wait", EventFlag.WAITS);
        bindings.value("evt.is_io", context -> context.found(isIo(context.event())));
        bindings.text("evt.io_dir", context -> {
            EventType type = context.event().type();
            return type.has(EventFlag.WRITES_TO_FD) ? "write" : type.has(EventFlag.READS_FROM_FD) ? "read" : null;
        });
        bindings.text("evt.res", EventFields::result);
        bindings.value("evt.rawres", context -> returns(context.event()) && context.found(returned(context.event())));
        bindings.value(
                "evt.failed", context -> returns(context.event()) && context.found(returned(context.event()) < 0));
        bindings.value("evt.count", context -> context.found(1L));
        bindings.value("evt.count.exit", context -> context.event().type().isExit() && context.found(1L));
        bindings.value("evt.count.procinfo", context -> context.found(isProcinfo(context, true) ? 1L : 0L));
        bindings.value("evt.count.threadinfo", context -> context.found(isProcinfo(context, false) ? 1L : 0L));
        bindings.bind("evt.around", EventFields::around);
        bindings.value("util.cnt", new Loader() {
            @Override
            public boolean load(EventContext context) {
                return context.found(++context.counters(this)[0]);
            }
        });
        infrastructure(bindings, "evt.infra.docker.name", "Event:");
        infrastructure(bindings, "evt.infra.docker.container.id", "ID:");
        infrastructure(bindings, "evt.infra.docker.container.name", "name:");
        infrastructure(bindings, "evt.infra.docker.container.image", "Image:");
    }

    private static @Nullable String info(EventContext context) {
        DocumentSource source = context.sources().documents(context.event());
        SourcePlugin plugin = source == null ? null : source.plugin();
        if (plugin != null) {
            return plugin.text(context.event());
        }
        JsonValue document = context.document();
        return document == null ? null : context.documentSource().info(document);
    }

    private static void flag(Bindings bindings, String name, EventFlag flag) {
        bindings.value(name, context -> context.found(context.event().type().has(flag)));
    }

    /** The name of an event. A system call without its own events has the call's name. */
    static String type(Event event) {
        int code = event.code();
        if (code < GENERIC_CODES_END) {
            return generic(event);
        }
        return code == EventCodes.ASYNCEVENT_E && event.has(1)
                ? event.text(1)
                : event.type().name();
    }

    private static String generic(Event event) {
        Syscall syscall = Syscall.of((int) event.number(0));
        return syscall == null ? "<unknown>" : syscall.name();
    }

    private static Loader typeIs(FalcoVersion version, String argument) {
        if (Character.isDigit(argument.charAt(0))) {
            int code = EventArguments.number(argument);
            return context -> context.found(context.event().code() == code ? 1L : 0L);
        }
        for (EventType type : EventTable.of(version).types()) {
            if (type.name().equals(argument)) {
                int code = type.code();
                return context -> context.found(
                        context.event().code() == code || context.event().code() == code + 1 ? 1L : 0L);
            }
        }
        throw new FieldException(Reason.UNKNOWN_EVENT_TYPE, "unknown event type " + argument);
    }

    private static String category(EventContext context) {
        String category = context.event().type().category();
        return switch (category) {
            case "UNKNOWN" -> "unknown";
            case "OTHER" -> "other";
            case "FILE" -> "file";
            case "NET" -> "net";
            case "IPC" -> "IPC";
            case "MEMORY" -> "memory";
            case "PROCESS" -> "process";
            case "SLEEP" -> "sleep";
            case "SYSTEM" -> "system";
            case "SIGNAL" -> "signal";
            case "USER" -> "user";
            case "TIME" -> "time";
            case "PROCESSING" -> "processing";
            case "WAIT" -> "wait";
            case "SCHEDULER" -> "scheduler";
            case "INTERNAL" -> "internal";
            default -> ioCategory(context.fd());
        };
    }

    private static String ioCategory(@Nullable FdInfo fd) {
        FdType type = fd == null ? FdType.UNKNOWN : fd.type();
        return switch (type) {
            case FILE, FILE_V2, DIRECTORY -> "file";
            case IPV4_SOCK, IPV6_SOCK, IPV4_SERVER_SOCK, IPV6_SERVER_SOCK -> "net";
            case FIFO, UNIX_SOCK, EVENTFD, SIGNALFD, INOTIFY, USERFAULTFD -> "ipc";
            default -> "unknown";
        };
    }

    static boolean isMeta(Event event) {
        return event.type().source().equals("METAEVENT");
    }

    static boolean isIo(Event event) {
        return event.type().has(EventFlag.READS_FROM_FD) || event.type().has(EventFlag.WRITES_TO_FD);
    }

    /** Whether an event contains the result of a system call. */
    static boolean returns(Event event) {
        EventType type = event.type();
        return type.isExit()
                && event.code() >= GENERIC_CODES_END
                && event.valueLength(0) > 0
                && isInteger(type.param(0).type());
    }

    private static boolean isInteger(ParamType type) {
        return type.kind() == ParamType.Kind.SIGNED || type.kind() == ParamType.Kind.UNSIGNED;
    }

    /** The result of a system call; only if {@link #returns}. */
    static long returned(Event event) {
        return event.number(0);
    }

    private static @Nullable String result(EventContext context) {
        if (!returns(context.event())) {
            return null;
        }
        return returned(context.event()) >= 0 ? "SUCCESS" : context.argument(0);
    }

    private static boolean isProcinfo(EventContext context, boolean mainOnly) {
        ThreadInfo thread = context.thread();
        return context.event().code() == EventCodes.PROCINFO_E
                && (!mainOnly || thread != null && thread.isMainThread());
    }

    /** {@code evt.around[T]}: the distance of the event from T in milliseconds, rounded up; {@code = D} is up to D. */
    private static Bound around(FieldDefinition definition, @Nullable String argument) {
        if (argument == null) {
            throw ArgumentReader.missing(definition.name());
        }
        long time;
        try {
            time = Decimal.unsigned(argument);
        } catch (NumberFormatException e) {
            throw new FieldException(Reason.ARGUMENT, argument + " is not a valid number");
        }
        return new Bound(definition, context -> {
            long distance = Math.abs(context.event().timestamp() - time);
            return context.found((distance + 999_999) / 1_000_000);
        });
    }

    private static void infrastructure(Bindings bindings, String name, String key) {
        bindings.text(name, context -> {
            Event event = context.event();
            if (event.code() != EventCodes.INFRA_E || !event.has(2)) {
                return null;
            }
            for (String part : event.text(2).split(";", -1)) {
                String trimmed = part.strip();
                if (trimmed.startsWith(key)) {
                    return trimmed.substring(key.length()).strip();
                }
            }
            return null;
        });
    }
}
