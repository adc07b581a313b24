// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apiguardian.api.API;

/**
 * Turns byte strings of events into {@code String}s without making the same one twice in a row.
 *
 * <p>Falco's strings are bytes in no particular encoding. kguard holds them as Latin-1 strings, one {@code char} per
 * byte: the JVM stores these as bytes, compares them with its vector instructions and remembers their hash. They become
 * UTF-8 only when they are shown. Since the same few strings come again and again (names, paths, cgroups), the pool keeps
 * the last one for each slot of a hash table; a hit costs a hash and a comparison and allocates nothing.
 *
 * <p>Not for use by several threads.
 */
@API(status = API.Status.INTERNAL)
public final class TextPool {
    /** What {@code CHARBUF} parameters without a value read as. */
    public static final String NOT_AVAILABLE = "<NA>";

    private static final int SLOTS = 1 << 14;
    /** Longer strings are command lines and environments, seldom the same twice: not worth the room. */
    private static final int LONGEST_POOLED = 512;

    private final String[] slots = new String[SLOTS];
    private final int[] hashes = new int[SLOTS];
    private byte[] scratch = new byte[LONGEST_POOLED];

    /**
     * The string of some bytes.
     *
     * @param buffer where they are
     * @param offset where they begin
     * @param length how many there are; a NUL among them does not end the string
     */
    public String get(ByteBuffer buffer, int offset, int length) {
        return text(read(buffer, offset, length), length);
    }

    /** The string of some bytes, up to the first NUL among them. */
    String getText(ByteBuffer buffer, int offset, int length) {
        byte[] bytes = read(buffer, offset, length);
        int end = 0;
        while (end < length && bytes[end] != 0) {
            end++;
        }
        return text(bytes, end);
    }

    private byte[] read(ByteBuffer buffer, int offset, int length) {
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        buffer.get(offset, scratch, 0, length);
        return scratch;
    }

    private String text(byte[] bytes, int length) {
        if (length == 0) {
            return "";
        }
        if (length > LONGEST_POOLED) {
            return new String(bytes, 0, length, ISO_8859_1);
        }
        int hash = hash(bytes, length);
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        String known = slots[slot];
        if (known != null && hashes[slot] == hash && equal(known, bytes, length)) {
            return known;
        }
        String text = new String(bytes, 0, length, ISO_8859_1);
        slots[slot] = text;
        hashes[slot] = hash;
        return text;
    }

    private static int hash(byte[] bytes, int length) {
        long hash = length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            hash = (hash ^ (long) LONGS.get(bytes, i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        for (; i < length; i++) {
            hash = (hash ^ bytes[i]) * 0x9E3779B97F4A7C15L;
        }
        return (int) (hash ^ hash >>> 32);
    }

    private static final java.lang.invoke.VarHandle LONGS =
            java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static boolean equal(String text, byte[] bytes, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != (char) (bytes[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
