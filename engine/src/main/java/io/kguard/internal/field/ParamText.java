// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.event.FlagTable;
import io.kguard.event.Param;
import io.kguard.event.Param.ParamFormat;
import io.kguard.event.ParamType;
import io.kguard.event.StateEntry.GroupEntry;
import io.kguard.event.StateEntry.UserEntry;
import io.kguard.event.Syscall;
import io.kguard.event.TextPool;
import io.kguard.internal.machine.FdInfo;
import io.kguard.internal.machine.FilePath;
import io.kguard.internal.machine.SocketAddress;
import io.kguard.internal.machine.ThreadInfo;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Formats parameters of events. A parameter has a raw form, and some have a resolved one: the name of an error, of a
 * flag, of what a descriptor refers to. An empty resolved form counts as absent.
 */
final class ParamText {
    private static final long AT_FDCWD = -100;
    private static final int GENERIC_CODES_END = 2;
    private static final String NO_VALUE = "NULL";
    /** What could be empty before every parameter of an old capture's event could, in Falco 0.42. */
    private static final Set<ParamType> MAY_BE_EMPTY = Set.of(
            ParamType.BYTEBUF,
            ParamType.SOCKTUPLE,
            ParamType.FDLIST,
            ParamType.CHARBUFARRAY,
            ParamType.CHARBUF_PAIR_ARRAY,
            ParamType.DYN);

    private static final String NO_ID = "<NONE>";
    private static final FlagNames ERRORS = FlagNames.of(FlagTable.of("errno"));
    private static final FlagNames SIGNALS = FlagNames.of(FlagTable.of("signal"));

    private ParamText() {}

    /** {@code evt.arg}: the resolved form, or the raw one if absent. */
    static String of(EventContext context, int index) {
        String resolved = resolved(context, index);
        return resolved.isEmpty() ? raw(context, index) : resolved;
    }

    /** {@code evt.args}: all parameters. */
    static String all(EventContext context) {
        Event event = context.event();
        if (event.code() < GENERIC_CODES_END) {
            return "";
        }
        StringBuilder out = new StringBuilder(160);
        for (int i = 0; i < event.paramCount(); i++) {
            out.append(i == 0 ? "" : " ").append(event.type().param(i).name()).append('=');
            out.append(raw(context, i));
            String resolved = resolved(context, i);
            if (!resolved.isEmpty()) {
                out.append('(').append(resolved).append(')');
            }
        }
        return out.toString();
    }

    static String raw(EventContext context, int index) {
        Event event = context.event();
        Param param = event.type().param(index);
        int length = event.valueLength(index);
        if (param.type().isText()) {
            return param.type() == ParamType.CHARBUF
                    ? event.text(index)
                    : Printable.shown(event.text(index), event.version());
        }
        if (length == 0) {
            return event.version().hasEnterEvents() || MAY_BE_EMPTY.contains(param.type())
                    ? NO_VALUE
                    : TextPool.NOT_AVAILABLE;
        }
        int offset = event.valueOffset(index);
        if (param.type() == ParamType.DYN) {
            Param variant = variant(param, event.buffer().get(offset));
            return variant == null ? NO_VALUE : raw(context, variant.type(), param.format(), offset + 1, length - 1);
        }
        return raw(context, param.type(), param.format(), offset, length);
    }

    private static String raw(EventContext context, ParamType type, ParamFormat format, int offset, int length) {
        Event event = context.event();
        ByteBuffer buffer = event.buffer();
        return switch (type) {
            case BYTEBUF -> Printable.dotted(event.bytes(offset, length));
            case CHARBUF -> untilNul(event.bytes(offset, length));
            case SOCKADDR -> Printable.shown(SocketAddress.addressText(event, offset, length), event.version());
            case SOCKTUPLE -> Printable.shown(SocketAddress.tupleText(event, offset, length), event.version());
            case FDLIST -> fdList(context, offset, length);
            case SIGSET -> signalSet(number(buffer, type, offset, length));
            case RELTIME -> relativeTime(number(buffer, type, offset, length));
            case ABSTIME -> TimeText.localDateTime(number(buffer, type, offset, length), true);
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, MODE ->
                formatted(number(buffer, type, offset, length), type, format);
            case UID, GID -> NumberText.decimal(signExtended(number(buffer, type, offset, length)));
            default -> length <= Long.BYTES ? NumberText.decimal(number(buffer, type, offset, length)) : "";
        };
    }

    private static String untilNul(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static String relativeTime(long nanos) {
        return nanos == -1 ? "none" : Long.toUnsignedString(nanos);
    }

    private static long signExtended(long number) {
        return (int) number;
    }

    private static String formatted(long number, ParamType type, ParamFormat format) {
        return switch (format) {
            case HEX, PADDED_DEC -> {
                StringBuilder out = new StringBuilder(16);
                FieldText.appendNumber(out, type, format, number);
                yield out.toString();
            }
            case OCT -> number == 0 ? "0" : "0" + Long.toOctalString(number);
            default -> NumberText.decimal(type == ParamType.UINT32 ? signExtended(number) : number);
        };
    }

    static String resolved(EventContext context, int index) {
        Event event = context.event();
        Param param = event.type().param(index);
        int length = event.valueLength(index);
        if (length == 0) {
            return "";
        }
        int offset = event.valueOffset(index);
        return switch (param.type()) {
            case FSPATH -> path(context, index, -1);
            case FSRELPATH -> path(context, index, param.dirfd());
            case FLAGS8, FLAGS16, FLAGS32, MODE, ENUMFLAGS8, ENUMFLAGS16, ENUMFLAGS32 -> {
                FlagTable table = param.flags();
                yield table == null
                        ? ""
                        : FlagNames.of(table).of(param.type(), number(event.buffer(), param.type(), offset, length));
            }
            case DYN -> {
                Param variant = variant(param, event.buffer().get(offset));
                yield variant == null ? "" : resolved(context, variant.type(), offset + 1, length - 1);
            }
            default -> resolved(context, param.type(), offset, length);
        };
    }

    private static String resolved(EventContext context, ParamType type, int offset, int length) {
        ByteBuffer buffer = context.event().buffer();
        return switch (type) {
            case ERRNO -> error(number(buffer, type, offset, length));
            case FD -> descriptor(context, number(buffer, type, offset, length));
            case PID -> {
                ThreadInfo thread = context.machine().thread(number(buffer, type, offset, length));
                yield thread == null ? "" : thread.comm();
            }
            case SYSCALLID -> {
                Syscall syscall = Syscall.of((int) number(buffer, type, offset, length));
                yield syscall == null ? "" : syscall.name();
            }
            case SIGTYPE -> SIGNALS.of(ParamType.ENUMFLAGS8, number(buffer, type, offset, length));
            case RELTIME -> {
                long nanos = number(buffer, type, offset, length);
                yield nanos == -1 ? "" : NumberText.seconds(nanos);
            }
            case UID -> {
                int uid = (int) number(buffer, type, offset, length);
                UserEntry user = uid == -1 ? null : context.machine().users().user(containerId(context), uid);
                yield user != null ? user.name() : uid == -1 ? NO_ID : TextPool.NOT_AVAILABLE;
            }
            case GID -> {
                int gid = (int) number(buffer, type, offset, length);
                GroupEntry group = gid == -1 ? null : context.machine().users().group(containerId(context), gid);
                yield group != null ? group.name() : gid == -1 ? NO_ID : TextPool.NOT_AVAILABLE;
            }
            default -> "";
        };
    }

    private static String containerId(EventContext context) {
        ThreadInfo thread = context.thread();
        return thread == null ? "" : thread.containerId();
    }

    static String error(long result) {
        return result < 0 ? ERRORS.of(ParamType.ENUMFLAGS32, -result) : "";
    }

    /** What a descriptor refers to, as {@code <4t>1.2.3.4:10->5.6.7.8:80}. */
    private static String descriptor(EventContext context, long fd) {
        if (fd == AT_FDCWD) {
            return "AT_FDCWD";
        }
        if (fd < 0) {
            return error(fd);
        }
        ThreadInfo thread = context.thread();
        FdInfo info = thread == null ? null : thread.fd(fd);
        if (info == null) {
            return "";
        }
        StringBuilder out = new StringBuilder(64).append('<').append(info.type().character());
        switch (FdFields.protocol(info)) {
            case TCP -> out.append('t');
            case UDP -> out.append('u');
            case ICMP -> out.append('i');
            case RAW -> out.append('r');
            case UNKNOWN, NA -> {}
        }
        return out.append('>')
                .append(Printable.shown(info.name(), context.event().version()))
                .toString();
    }

    private static String path(EventContext context, int index, int dirfd) {
        String path = context.event().text(index);
        ThreadInfo thread = context.thread();
        if (thread == null || path.isEmpty() || path.charAt(0) == '/' || path.equals(TextPool.NOT_AVAILABLE)) {
            return "";
        }
        return FilePath.normalize(
                context.event().version(), dirfd < 0 ? thread.cwd() : base(context, thread, dirfd), path);
    }

    private static String base(EventContext context, ThreadInfo thread, int dirfd) {
        long fd = context.event().number(dirfd);
        if (fd == AT_FDCWD) {
            return thread.cwd();
        }
        FdInfo info = thread.fd(fd);
        if (info == null || info.name().isEmpty()) {
            return "";
        }
        boolean once = context.event().version().atLeast(FalcoVersion.V0_44);
        return once && info.name().endsWith("/") ? info.name() : info.name() + "/";
    }

    /** The type of a dynamic value, by its first byte. */
    private static @Nullable Param variant(Param param, byte selector) {
        return selector >= 0 && selector < param.variants().size()
                ? param.variants().get(selector)
                : null;
    }

    private static String fdList(EventContext context, int offset, int length) {
        ByteBuffer buffer = context.event().buffer();
        ThreadInfo thread = context.thread();
        int count = Math.min(buffer.getShort(offset) & 0xffff, (length - 2) / FdListFields.ENTRY_SIZE);
        StringBuilder out = new StringBuilder(8 * count);
        for (int i = 0; i < count; i++) {
            int at = offset + 2 + FdListFields.ENTRY_SIZE * i;
            long fd = buffer.getLong(at);
            FdInfo info = thread == null ? null : thread.fd(fd);
            out.append(i == 0 ? "" : " ").append(Long.toUnsignedString(fd)).append(':');
            out.append(info == null ? '?' : info.type().character());
            out.append(Integer.toHexString(buffer.getShort(at + 8) & 0xffff));
        }
        return out.toString();
    }

    private static String signalSet(long set) {
        StringBuilder out = new StringBuilder();
        for (int signal = 1; signal <= 32; signal++) {
            if ((set >>> signal - 1 & 1) != 0) {
                String name = SIGNALS.of(ParamType.ENUMFLAGS8, signal);
                out.append(out.length() == 0 || name.isEmpty() ? "" : " ").append(name);
            }
        }
        return out.toString();
    }

    /** A number in the size of the value, extended according to its type. */
    static long number(ByteBuffer buffer, ParamType type, int offset, int length) {
        boolean signed = type.kind() == ParamType.Kind.SIGNED;
        return switch (length) {
            case 1 -> signed ? buffer.get(offset) : buffer.get(offset) & 0xff;
            case 2 -> signed ? buffer.getShort(offset) : buffer.getShort(offset) & 0xffff;
            case 4 -> signed ? buffer.getInt(offset) : buffer.getInt(offset) & 0xffffffffL;
            case 8 -> buffer.getLong(offset);
            default -> 0;
        };
    }
}
