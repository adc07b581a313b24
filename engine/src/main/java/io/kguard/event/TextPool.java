// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apiguardian.api.API;

/**
 * Turns byte strings of events into {@code String}s, and reuses a {@code String} it has made before.
 *
 * <p>Falco's strings are bytes in no particular encoding. kguard holds them as Latin-1 strings, one {@code char} per
 * byte: the JVM stores these as bytes, compares them with vector instructions and caches their hash. They are converted
 * to UTF-8 only for display. The same few strings (names, paths, cgroups) occur again and again, so the pool keeps the
 * last string of each slot of a hash table. A hit costs a hash and a comparison and allocates nothing.
 *
 * <p>Not thread-safe.
 */
@API(status = API.Status.INTERNAL)
public final class TextPool {
    /** The value of {@code CHARBUF} parameters without a value. */
    public static final String NOT_AVAILABLE = "<NA>";

    private static final int SLOTS = 1 << 14;
    /** Longer strings are command lines and environments. They rarely repeat and are not worth the memory. */
    private static final int LONGEST_POOLED = 512;

    private final String[] slots = new String[SLOTS];
    private final int[] hashes = new int[SLOTS];
    private byte[] scratch = new byte[LONGEST_POOLED];

    /**
     * The string of some bytes. A NUL does not end it.
     *
     * @param buffer the buffer
     * @param offset where the bytes begin
     * @param length how many there are
     */
    public String get(ByteBuffer buffer, int offset, int length) {
        return text(read(buffer, offset, length), length);
    }

    /** The string of some bytes, up to their first NUL. */
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
