// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.Event;
import io.kguard.event.ParamType;
import io.kguard.event.StateEntry.FdEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Keeps a copy of every event for tests. */
public final class Recorder implements EventConsumer {
    /** A copy of an event: its parameters by name, raw. */
    public record Copy(String type, int code, long timestamp, long tid, boolean stateOnly, Map<String, byte[]> params) {
        public long number(String name) {
            byte[] bytes = bytes(name);
            ByteBuffer buffer = Bpf.memory(8);
            return switch (bytes.length) {
                case 1 -> bytes[0] & 0xff;
                case 2 -> buffer.put(0, bytes).getShort(0) & 0xffff;
                case 4 -> buffer.put(0, bytes).getInt(0) & 0xffffffffL;
                case 8 -> buffer.put(0, bytes).getLong(0);
                default -> throw new AssertionError(name + " of " + type + " has " + bytes.length + " bytes");
            };
        }

        public String text(String name) {
            byte[] bytes = bytes(name);
            int end = 0;
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            return new String(bytes, 0, end, java.nio.charset.StandardCharsets.ISO_8859_1);
        }

        /** NUL-separated strings. */
        public List<String> texts(String name) {
            String all = new String(bytes(name), java.nio.charset.StandardCharsets.ISO_8859_1);
            return all.isEmpty()
                    ? List.of()
                    : List.of(all.substring(0, all.length() - 1).split("\0", -1));
        }

        public byte[] bytes(String name) {
            byte[] bytes = params.get(name);
            if (bytes == null) {
                throw new AssertionError(type + " has no " + name + " but " + params.keySet());
            }
            return bytes;
        }

        @Override
        public String toString() {
            StringBuilder text =
                    new StringBuilder(type + "(" + code + ") by " + tid + (stateOnly ? " state-only" : ""));
            params.forEach(
                    (name, bytes) -> text.append(' ').append(name).append('=').append(show(bytes)));
            return text.toString();
        }

        private static String show(byte[] bytes) {
            if (bytes.length == 8 || bytes.length == 4) {
                ByteBuffer buffer = Bpf.memory(8).put(0, bytes);
                return String.valueOf(bytes.length == 8 ? buffer.getLong(0) : buffer.getInt(0));
            }
            return "'" + new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).replace('\0', '|') + "'";
        }
    }

    private final List<FdEntry> received = new ArrayList<>();
    private final List<Copy> copies = new ArrayList<>();
    private final List<ProcScan> scans = new ArrayList<>();

    @Override
    public synchronized void begin(ProcScan scan) {
        scans.add(scan);
    }

    @Override
    public synchronized void received(FdEntry descriptor) {
        received.add(descriptor);
    }

    /** The descriptors that came in messages. */
    public synchronized List<FdEntry> received() {
        return List.copyOf(received);
    }

    @Override
    public synchronized void accept(Event event) {
        Map<String, byte[]> params = new LinkedHashMap<>();
        for (int i = 0; i < event.paramCount(); i++) {
            byte[] bytes = new byte[event.valueLength(i)];
            event.buffer().get(event.valueOffset(i), bytes);
            params.put(event.type().param(i).name(), bytes);
            checkSize(event, i, bytes.length);
        }
        if (event.paramCount() != event.type().paramCount()) {
            throw new AssertionError(event + " has " + event.paramCount() + " parameters");
        }
        copies.add(
                new Copy(event.type().name(), event.code(), event.timestamp(), event.tid(), event.stateOnly(), params));
    }

    private static void checkSize(Event event, int index, int length) {
        ParamType type = event.type().param(index).type();
        if (type.size() != 0 && length != 0 && length != type.size()) {
            throw new AssertionError(event + ": " + event.type().param(index).name() + " has " + length + " bytes");
        }
    }

    public synchronized List<Copy> all() {
        return List.copyOf(copies);
    }

    public synchronized List<ProcScan> scans() {
        return List.copyOf(scans);
    }

    public List<Copy> of(String type) {
        return all().stream().filter(copy -> copy.type().equals(type)).toList();
    }

    public Copy one(String type, Predicate<Copy> condition) {
        List<Copy> found = of(type).stream().filter(condition).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " events of " + type + " match, of " + of(type));
        }
        return found.get(0);
    }
}
