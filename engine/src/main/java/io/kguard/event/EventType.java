// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

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
    private final int flagBits;
    private final Supplier<List<Param>> reader;
    /** Read when they are asked for: most runs see few types. Two threads may both read them. */
    private @Nullable Params params;

    EventType(
            int code, String name, String category, String source, Set<EventFlag> flags, Supplier<List<Param>> params) {
        this.code = code;
        this.name = name;
        this.category = category;
        this.source = source;
        int bits = 0;
        for (EventFlag flag : flags) {
            bits |= 1 << flag.ordinal();
        }
        this.flagBits = bits;
        this.reader = params;
    }

    /** The parameters in two forms, and which are signed numbers, as bits. */
    private record Params(List<Param> list, Param[] array, long signed) {
        static Params of(List<Param> list) {
            long signed = 0;
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).type().kind() == ParamType.Kind.SIGNED) {
                    signed |= 1L << i;
                }
            }
            return new Params(List.copyOf(list), list.toArray(new Param[0]), signed);
        }
    }

    private Params known() {
        Params known = params;
        if (known == null) {
            known = Params.of(reader.get());
            params = known;
        }
        return known;
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

    /** The parameters, in order. */
    public List<Param> params() {
        return known().list();
    }

    /** A parameter by index. */
    public Param param(int index) {
        return known().array()[index];
    }

    /** Whether a parameter is a signed number. */
    boolean isSigned(int index) {
        return (known().signed() & 1L << index) != 0;
    }

    /** The number of parameters in the table. */
    public int paramCount() {
        return known().array().length;
    }

    /** The index of a parameter by name, or -1 if absent. */
    public int indexOf(String paramName) {
        Param[] all = known().array();
        for (int i = 0; i < all.length; i++) {
            if (all[i].name().equals(paramName)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return name + (isExit() ? " exit (" : " enter (") + code + ")";
    }
}
