// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.LongMap;
import io.kguard.event.MalformedEventException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Converts events of older versions to one version, using the enter events before them. */
final class Converter {
    /** What to do with an event after {@link #convert}. */
    enum Outcome {
        /** Show it unchanged. */
        SHOW,
        /** Show {@link #result}. */
        SHOW_RESULT,
        /** Do not show it. */
        HIDE
    }

    private static final int MOST_STEPS = 50;
    private static final int MOST_THREADS = 1 << 18;
    private static final Conversion[] NONE = {};

    private final EventTable table;
    private final boolean exitsOnly;
    private final boolean[] hidden = new boolean[EventTable.SIZE];
    private final boolean[] large = new boolean[EventTable.SIZE];
    private final Conversion[][] byCode = new Conversion[EventTable.SIZE][];
    private final LongMap<Enter> enters = new LongMap<>(256);
    private long lastTid;
    private @Nullable Enter last;
    private final RawEvent raw = new RawEvent();
    private final RawEvent enter = new RawEvent();
    private final EventBytes[] results = {new EventBytes(), new EventBytes()};
    private int current;
    private long misplaced;

    /** The last enter event of a thread. */
    private static final class Enter {
        byte[] bytes = new byte[128];
        int length;

        int code() {
            return LittleEndian.unsignedShort(bytes, 20);
        }
    }

    Converter(FalcoVersion version) {
        this.table = EventTable.of(version);
        this.exitsOnly = !version.hasEnterEvents();
        Arrays.fill(byCode, NONE);
        for (Conversion conversion : Conversion.to(version)) {
            Conversion[] known = byCode[conversion.code()];
            Conversion[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = conversion;
            byCode[conversion.code()] = more;
        }
        for (EventType type : table.types()) {
            hidden[type.code()] = exitsOnly && !type.isExit() && type.source().equals("SYSCALL");
            large[type.code()] = type.has(EventFlag.LARGE_PAYLOAD);
        }
    }

    /** The event of the last {@link #convert}; valid until the next call. */
    ByteBuffer result() {
        return results[current].bytes();
    }

    /** Whether events of a type may be converted or hidden. Others need not be passed to {@link #convert}. */
    boolean concerns(int code) {
        return hidden[code] || byCode[code].length > 0;
    }

    /** Whether a type is the enter event of a system call that only the other version shows to rules. */
    boolean isEnter(int code) {
        return hidden[code];
    }

    /** Converts an event whose code is in the table. */
    Outcome convert(ByteBuffer buffer, int offset, int limit, int code) {
        boolean made = false;
        int base = buffer.arrayOffset();
        raw.wrap(buffer.array(), base + offset, base + limit, large[code]);
        for (int step = 0; step < MOST_STEPS; step++) {
            Conversion conversion = find(raw.code(), raw.paramCount());
            if (conversion == null) {
                return hidden[raw.code()] ? Outcome.HIDE : shown(made);
            }
            switch (conversion.action()) {
                case STORE -> {
                    store();
                    return exitsOnly ? Outcome.HIDE : shown(made);
                }
                case PASS -> {
                    return shown(made);
                }
                case STORE_AND_PASS -> {
                    store();
                    return shown(made);
                }
                default -> apply(conversion);
            }
            made = true;
        }
        throw new MalformedEventException("an event of type " + raw.code() + " can't be converted");
    }

    /**
     * Whether an event stays of its type whatever its enter event adds to it, so that who sees no event of this type need not see
     * this one. Of such an event nothing is left to do but {@link #passOver}.
     */
    boolean keepsType(int code, int paramCount) {
        Conversion conversion = find(code, paramCount);
        return !hidden[code]
                && (conversion == null
                        || conversion.action() == Conversion.Action.ADD_PARAMS
                                && find(code, paramCount + conversion.values().length) == null);
    }

    /** Does what {@link #convert} does besides. */
    void passOver(int code, int paramCount, long tid) {
        Conversion conversion = find(code, paramCount);
        if (conversion != null && conversion.needsEnter()) {
            Enter entered = entered(tid);
            if (entered != null && entered.code() != code - 1) {
                misplaced++;
            }
        }
    }

    void clear() {
        enters.clear();
        last = null;
    }

    /**
     * The number of calls that needed what their enter event says, and whose thread had entered another call. Falco stops
     * at the first of them. They are in captures of Falco 0.40 in which a thread that is not the first of its process
     * executes a program: the call ends as one of the first thread.
     */
    long misplaced() {
        return misplaced;
    }

    private static Outcome shown(boolean made) {
        return made ? Outcome.SHOW_RESULT : Outcome.SHOW;
    }

    private @Nullable Conversion find(int code, int paramCount) {
        for (Conversion known : byCode[code]) {
            if (known.paramCount() == paramCount) {
                return known;
            }
        }
        return null;
    }

    /** The last enter event of a thread, or null. Most events are of the thread of the one before. */
    private @Nullable Enter entered(long tid) {
        if (last == null || lastTid != tid) {
            last = enters.get(tid);
            lastTid = tid;
        }
        return last;
    }

    private void store() {
        long tid = raw.tid();
        Enter stored = entered(tid);
        if (stored == null) {
            if (enters.size() >= MOST_THREADS) {
                throw new MalformedEventException("more than " + MOST_THREADS + " threads have entered a system call");
            }
            stored = new Enter();
            enters.put(tid, stored);
            last = stored;
        }
        int length = raw.length();
        if (stored.bytes.length < length) {
            stored.bytes = new byte[length];
        }
        System.arraycopy(raw.bytes(), raw.offset(), stored.bytes, 0, length);
        stored.length = length;
    }

    /** Builds the converted event and makes it the current one. */
    private void apply(Conversion conversion) {
        boolean hasEnter = findEnter();
        if (!hasEnter && conversion.needsEnter() && entered(raw.tid()) != null) {
            misplaced++;
        }
        current = 1 - current;
        EventBytes out = results[current];
        EventType type = type(conversion.newCode());
        boolean adds = conversion.action() == Conversion.Action.ADD_PARAMS;
        int kept = adds ? raw.paramCount() : 0;
        Conversion.Value[] values = conversion.values();
        out.begin(raw, type.code(), large[type.code()], kept + values.length);
        for (int i = 0; i < kept; i++) {
            out.value(raw, i);
        }
        for (int i = 0; i < values.length; i++) {
            value(out, values[i], type, kept + i, hasEnter);
        }
        ByteBuffer bytes = out.end();
        raw.wrap(bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + bytes.limit(), large[type.code()]);
    }

    private void value(EventBytes out, Conversion.Value value, EventType type, int index, boolean hasEnter) {
        switch (value.source()) {
            case OLD -> {
                if (value.index() < raw.paramCount()) {
                    out.value(raw, value.index());
                } else {
                    out.zeros(0);
                }
            }
            case ENTER -> {
                if (hasEnter && value.index() < enter.paramCount()) {
                    out.value(enter, value.index());
                } else {
                    out.zeros(type.param(index).type().size());
                }
            }
            case ENTER_OR_EMPTY -> {
                if (hasEnter && value.index() < enter.paramCount()) {
                    out.value(enter, value.index());
                } else {
                    out.zeros(0);
                }
            }
            case ZEROS -> out.zeros(type.param(index).type().size());
            case EMPTY -> out.zeros(0);
            case CONTAINER_JSON -> out.bytes(OldContainer.json(raw));
        }
    }

    private boolean findEnter() {
        Enter stored = entered(raw.tid());
        if (stored == null || stored.code() != raw.code() - 1) {
            return false;
        }
        enter.wrap(stored.bytes, 0, stored.length, large[raw.code() - 1]);
        return true;
    }

    private EventType type(int code) {
        EventType type = table.type(code);
        if (type == null) {
            throw new MalformedEventException("no event type has the code " + code);
        }
        return type;
    }
}
