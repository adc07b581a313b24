// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.capture.WrittenDescriptor.Accepted;
import io.kguard.capture.WrittenDescriptor.Connection;
import io.kguard.capture.WrittenDescriptor.Datagrams;
import io.kguard.capture.WrittenDescriptor.Ends;
import io.kguard.capture.WrittenDescriptor.File;
import io.kguard.capture.WrittenDescriptor.Listening;
import io.kguard.capture.WrittenDescriptor.Unix;
import io.kguard.event.EventFlag;
import io.kguard.event.EventType;
import io.kguard.event.Param;
import io.kguard.event.Param.ParamFormat;
import io.kguard.event.ParamType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the events of one call of a process: what is said of it, and for the rest what such a call usually has. */
final class CallWriter {
    private static final long AT_FDCWD = -100;
    private static final long FILE_MODE = 0644;

    private final EventBuilder events;
    private final WrittenProcess process;
    private final WrittenDescriptors descriptors;
    private final WrittenCall call;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Object> before = new HashMap<>();
    private @Nullable Long returns;
    /** What the call's descriptor refers to, if that is said. */
    private @Nullable WrittenDescriptor about;

    CallWriter(EventBuilder events, WrittenProcess process, WrittenDescriptors descriptors, WrittenCall call) {
        this.events = events;
        this.process = process;
        this.descriptors = descriptors;
        this.call = call;
    }

    /**
     * Says what a parameter is: a number, bytes, or as an event script has it. A descriptor that the call needs is opened
     * now.
     *
     * @throws IllegalArgumentException if there is no such parameter, or it can't have the value
     */
    void with(String name, Object value) {
        call.requireKnown(name);
        Param param = call.param(name);
        if (param != null) {
            values.put(name, encoded(param, value));
        }
    }

    /** Says what a parameter is at the begin of the call alone, for versions of Falco that report it. */
    void before(String name, Object value) {
        call.requireKnown(name);
        Param param = call.param(name);
        if (param != null) {
            before.put(name, encoded(param, value));
        }
    }

    /** Says what the call returns. */
    void returns(long result) {
        if (!call.returns()) {
            throw new IllegalArgumentException(
                    "events of the type " + call.name() + " do not tell what a call returns");
        }
        returns = result;
    }

    void write() {
        EventType enter = call.enter();
        EventType main = call.main();
        if (call.syscall() >= 0) {
            events.enter(main.code() - 1, process.pid(), call.syscall(), 0);
            events.write(main.code(), process.pid(), call.syscall(), 0);
            return;
        }
        long result = call.returns() ? result() : 0;
        @Nullable Object[] atEnd = new @Nullable Object[main.paramCount()];
        for (int i = 0; i < atEnd.length; i++) {
            atEnd[i] = i == 0 && call.returns() ? (Object) result : value(main.param(i), main, values);
        }
        if (enter != null) {
            Map<String, Object> atBegin = new HashMap<>(values);
            Object copied = values.get("oldfd"); // what a dup is asked to copy has another name at its begin
            if (copied != null) {
                atBegin.put("fd", copied);
            }
            atBegin.putAll(before);
            @Nullable Object[] begin = new @Nullable Object[enter.paramCount()];
            for (int i = 0; i < begin.length; i++) {
                begin[i] = value(enter.param(i), enter, atBegin);
            }
            events.enter(enter.code(), process.pid(), begin);
        }
        events.write(main.code(), process.pid(), atEnd);
        remember(result);
    }

    private Object encoded(Param param, Object value) {
        if (value instanceof Long || value instanceof byte[]) {
            return value;
        }
        if (value instanceof Map<?, ?> said && param.type() == ParamType.BYTEBUF) {
            return CallValues.hex(said);
        }
        if (value instanceof WrittenDescriptor descriptor) {
            return descriptor(param, descriptor);
        }
        if (value instanceof Map<?, ?> said) {
            if (param.type() != ParamType.FD) {
                throw new IllegalArgumentException("\"" + param.name() + "\" is no descriptor, but a value");
            }
            return descriptor(param, WrittenDescriptor.of(said));
        }
        return switch (param.type()) {
            case SOCKADDR -> address(value.toString());
            case SOCKTUPLE -> pair(value.toString());
            case FDLIST -> CallValues.descriptors(value instanceof List<?> list ? list : List.of(value), this::number);
            default -> CallValues.read(param, value);
        };
    }

    private static byte[] address(String text) {
        return text.startsWith("/")
                ? new Unix(text).address()
                : WrittenDescriptor.End.of(text).bytes();
    }

    private static byte[] pair(String text) {
        return text.startsWith("/") ? new Unix(text).pair() : Ends.of(text).bytes();
    }

    private long number(Object fd) {
        return fd instanceof Map<?, ?> said ? descriptors.of(WrittenDescriptor.of(said)) : CallValues.result(fd);
    }

    /** The number of a descriptor: one that the call makes, one that it is to connect, or one that is open before it. */
    private long descriptor(Param param, WrittenDescriptor descriptor) {
        about = descriptor;
        if (call.makesDescriptor() && param.name().equals(call.main().param(0).name())) {
            return descriptors.take();
        }
        if (call.name().equals("connect") && descriptor instanceof Connection connection) {
            int fd = descriptors.take();
            descriptors.socket(fd, connection);
            return fd;
        }
        return descriptors.of(descriptor);
    }

    private long result() {
        if (returns != null) {
            return returns;
        }
        Param first = call.main().param(0);
        if (values.get(first.name()) instanceof Long said) {
            return said;
        }
        if (call.makesDescriptor()) {
            return values.get("newfd") instanceof Long copy ? copy : descriptors.take();
        }
        if (call.tellsOfProcess() && first.type() == ParamType.PID) {
            return events.newPid();
        }
        if (first.type() == ParamType.UID || first.type() == ParamType.GID) {
            return value(first, call.main(), values) instanceof Number own ? own.longValue() : 0;
        }
        return call.name().equals("setsid") ? process.virtualPid() : transferred();
    }

    /** How many bytes were read or written, for calls that do so. */
    private long transferred() {
        int data = call.main().indexOf("data");
        if (data < 0) {
            return 0;
        }
        if (values.get("data") instanceof byte[] bytes) {
            return bytes.length;
        }
        return values.get("size") instanceof Long size ? size : 0;
    }

    private @Nullable Object value(Param param, EventType type, Map<String, Object> said) {
        Object known = said.get(param.name());
        if (known != null) {
            return known;
        }
        Object own = call.tellsOfProcess() ? process.told(param.name()) : null;
        return own != null ? own : usual(param, type);
    }

    private @Nullable Object usual(Param param, EventType type) {
        return switch (param.type()) {
            case FD -> fd(param, type);
            case PID -> process.pid();
            case UID -> process.program().uid();
            case GID -> process.program().gid();
            case SOCKTUPLE -> pairOf(about);
            case SOCKADDR -> endOf(about);
            case FSPATH, FSRELPATH -> about instanceof File file && call.makesDescriptor() ? file.path() : null;
            default -> param.type().size() == 0 ? null : (Object) number(param);
        };
    }

    private long number(Param param) {
        boolean size = param.name().equals("size") || param.name().equals("len");
        if (size) {
            return transferred();
        }
        return param.format() == ParamFormat.OCT ? FILE_MODE : 0;
    }

    private long fd(Param param, EventType type) {
        int index = type.params().indexOf(param);
        boolean isBase = type.params().stream().anyMatch(other -> other.dirfd() == index);
        if (isBase) {
            return AT_FDCWD;
        }
        return param.name().equals("fd1") || param.name().equals("fd2") ? descriptors.take() : 0;
    }

    private byte @Nullable [] pairOf(@Nullable WrittenDescriptor descriptor) {
        if (descriptor instanceof Datagrams datagrams) {
            Ends ends = datagrams.ends();
            return (call.main().has(EventFlag.READS_FROM_FD) ? ends.reversed() : ends).bytes();
        }
        if (descriptor instanceof Connection connection) {
            return connection.ends().bytes();
        }
        if (descriptor instanceof Accepted accepted) {
            return accepted.ends().bytes();
        }
        return descriptor instanceof Unix unix ? unix.pair() : null;
    }

    private static byte @Nullable [] endOf(@Nullable WrittenDescriptor descriptor) {
        if (descriptor instanceof Connection connection) {
            return connection.ends().server().bytes();
        }
        if (descriptor instanceof Listening listening) {
            return listening.end().bytes();
        }
        return descriptor instanceof Unix unix ? unix.address() : null;
    }

    /** Forgets a descriptor that was closed. */
    private void remember(long result) {
        if (call.name().equals("close") && result >= 0 && values.get("fd") instanceof Long closed) {
            descriptors.closed(closed);
        }
    }
}
