// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * A row of the event table. Exit types have odd codes; their enter types have the even code before. A few types without
 * a direction have even codes and count as enter.
 */
@API(status = API.Status.INTERNAL)
public final class EventType {
    private static final int FD = 1 << EventFlag.USES_FD.ordinal()
            | 1 << EventFlag.CREATES_FD.ordinal()
            | 1 << EventFlag.DESTROYS_FD.ordinal();

    private final int code;
    private final String name;
    private final String category;
    private final String source;
    private final Set<EventFlag> flags;
    private final int flagBits;
    private final long signedBits;
    private final List<Param> params;
    private final Param[] paramArray;
    private final List<String> syscalls;

    EventType(
            int code,
            String name,
            String category,
            String source,
            Set<EventFlag> flags,
            List<Param> params,
            List<String> syscalls) {
        this.code = code;
        this.name = name;
        this.category = category;
        this.source = source;
        this.flags = Set.copyOf(flags);
        int bits = 0;
        for (EventFlag flag : flags) {
            bits |= 1 << flag.ordinal();
        }
        this.flagBits = bits;
        this.params = List.copyOf(params);
        this.paramArray = params.toArray(new Param[0]);
        long signed = 0;
        for (int i = 0; i < paramArray.length; i++) {
            if (paramArray[i].type().kind() == ParamType.Kind.SIGNED) {
                signed |= 1L << i;
            }
        }
        this.signedBits = signed;
        this.syscalls = List.copyOf(syscalls);
    }

    /** The code that events carry. */
    public int code() {
        return code;
    }

    /** The name, as {@code evt.type} gives it; enter and exit share one. */
    public String name() {
        return name;
    }

    /** The base category, such as {@code FILE}. */
    public String category() {
        return category;
    }

    /** The source category: {@code SYSCALL}, {@code TRACEPOINT}, {@code METAEVENT}, {@code PLUGIN} or empty. */
    public String source() {
        return source;
    }

    /** Whether the event marks the end of what it describes. */
    public boolean isExit() {
        return (code & 1) != 0;
    }

    /** Whether the type has a flag. */
    public boolean has(EventFlag flag) {
        return (flagBits & 1 << flag.ordinal()) != 0;
    }

    /** Whether the event creates, uses or closes a descriptor. */
    public boolean concernsFd() {
        return (flagBits & FD) != 0;
    }

    /** The flags. */
    public Set<EventFlag> flags() {
        return flags;
    }

    /** The parameters, in order. */
    public List<Param> params() {
        return params;
    }

    /** A parameter by index. */
    public Param param(int index) {
        return paramArray[index];
    }

    /** Whether a parameter is a signed number. */
    boolean isSigned(int index) {
        return (signedBits & 1L << index) != 0;
    }

    /** The number of parameters in the table. */
    public int paramCount() {
        return paramArray.length;
    }

    /** The index of a parameter by name, or -1 if absent. */
    public int indexOf(String paramName) {
        for (int i = 0; i < paramArray.length; i++) {
            if (paramArray[i].name().equals(paramName)) {
                return i;
            }
        }
        return -1;
    }

    /** The system calls that produce the event; empty for generic events and for events that are not system calls. */
    public List<String> syscalls() {
        return syscalls;
    }

    @Override
    public String toString() {
        return name + (isExit() ? " exit (" : " enter (") + code + ")";
    }
}
