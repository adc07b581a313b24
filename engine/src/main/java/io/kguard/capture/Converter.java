// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.Event;
import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.LongMap;
import io.kguard.event.MalformedEventException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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

    private final EventTable table;
    private final boolean exitsOnly;
    private final boolean[] hidden = new boolean[EventTable.SIZE];
    private final boolean[] concerned = new boolean[EventTable.SIZE];
    private final List<List<Conversion>> byCode = new ArrayList<>();
    private final LongMap<ByteBuffer> enters = new LongMap<>(256);
    private final RawEvent raw = new RawEvent();
    private final RawEvent enter = new RawEvent();
    private final EventBytes[] results = {new EventBytes(), new EventBytes()};
    private int current;
    private long misplaced;

    Converter(FalcoVersion version) {
        this.table = EventTable.of(version);
        this.exitsOnly = !version.hasEnterEvents();
        for (int code = 0; code < EventTable.SIZE; code++) {
            byCode.add(new ArrayList<>(0));
        }
        for (Conversion conversion : Conversion.to(version)) {
            byCode.get(conversion.code()).add(conversion);
            concerned[conversion.code()] = true;
        }
        for (EventType type : table.types()) {
            hidden[type.code()] = exitsOnly && !type.isExit() && type.source().equals("SYSCALL");
            concerned[type.code()] |= hidden[type.code()];
        }
    }

    /** The event of the last {@link #convert}; valid until the next call. */
    ByteBuffer result() {
        return results[current].bytes();
    }

    /** Whether events of a type may be converted or hidden. Others need not be passed to {@link #convert}. */
    boolean concerns(int code) {
        return concerned[code];
    }

    /** Whether a type is the enter event of a system call that only the other version shows to rules. */
    boolean isEnter(int code) {
        return hidden[code];
    }

    /** Converts an event whose code is in the table. */
    Outcome convert(ByteBuffer buffer, int offset, int limit, int code) {
        boolean made = false;
        raw.wrap(buffer, offset, limit, isLarge(code));
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

    void clear() {
        enters.clear();
    }

    /**
     * The number of calls that needed what their enter event says, and whose thread had entered another call. Falco stops
     * at the first of them. They are in captures of Falco 0.40 in which a thread that is not the first of its process
     * executes a program: the call ends as one of the first thread.
     */
    long misplaced() {
        return misplaced;
    }

    /** Passes each enter event that waits for its exit event to an action, from position to limit. */
    void forEachEnter(Consumer<ByteBuffer> action) {
        enters.forEach(stored -> action.accept(
                stored.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(0).limit(stored.getInt(16))));
    }

    /**
     * Lets an enter event wait for its exit event.
     *
     * @throws MalformedEventException if it is none
     */
    void enter(ByteBuffer event) {
        if (event.remaining() < Event.HEADER_SIZE
                || event.getInt(event.position() + 16) != event.remaining()
                || table.type(event.getShort(event.position() + 20) & 0xffff) == null) {
            throw new MalformedEventException("an event that the piece takes over is damaged");
        }
        raw.wrap(event, event.position(), event.limit(), isLarge(event.getShort(event.position() + 20) & 0xffff));
        store();
    }

    private static Outcome shown(boolean made) {
        return made ? Outcome.SHOW_RESULT : Outcome.SHOW;
    }

    private @Nullable Conversion find(int code, int paramCount) {
        List<Conversion> known = byCode.get(code);
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).paramCount() == paramCount) {
                return known.get(i);
            }
        }
        return null;
    }

    private void store() {
        long tid = raw.tid();
        ByteBuffer stored = enters.get(tid);
        if (stored == null || stored.capacity() < raw.length()) {
            if (stored == null && enters.size() >= MOST_THREADS) {
                throw new MalformedEventException("more than " + MOST_THREADS + " threads have entered a system call");
            }
            stored = ByteBuffer.allocate(Math.max(128, raw.length())).order(ByteOrder.LITTLE_ENDIAN);
            enters.put(tid, stored);
        }
        stored.put(0, raw.buffer(), raw.offset(), raw.length());
    }

    /** Builds the converted event and makes it the current one. */
    private void apply(Conversion conversion) {
        boolean hasEnter = findEnter();
        if (!hasEnter && conversion.needsEnter() && enters.get(raw.tid()) != null) {
            misplaced++;
        }
        current = 1 - current;
        EventBytes out = results[current];
        EventType type = type(conversion.newCode());
        boolean adds = conversion.action() == Conversion.Action.ADD_PARAMS;
        int kept = adds ? raw.paramCount() : 0;
        out.begin(raw.timestamp(), raw.tid(), conversion.newCode(), type.has(EventFlag.LARGE_PAYLOAD));
        for (int i = 0; i < kept; i++) {
            out.value(raw, i);
        }
        for (int i = 0; i < conversion.values().size(); i++) {
            value(out, conversion.values().get(i), type, kept + i, hasEnter);
        }
        ByteBuffer bytes = out.end();
        raw.wrap(bytes, 0, bytes.limit(), type.has(EventFlag.LARGE_PAYLOAD));
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
        ByteBuffer stored = enters.get(raw.tid());
        if (stored == null || (stored.getShort(20) & 0xffff) != raw.code() - 1) {
            return false;
        }
        enter.wrap(stored, 0, stored.getInt(16), isLarge(raw.code() - 1));
        return true;
    }

    private boolean isLarge(int code) {
        return type(code).has(EventFlag.LARGE_PAYLOAD);
    }

    private EventType type(int code) {
        EventType type = table.type(code);
        if (type == null) {
            throw new MalformedEventException("no event type has the code " + code);
        }
        return type;
    }
}
