// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import java.util.ArrayList;
import java.util.List;

/** Converts ranges of code points to sequences of ranges of UTF-8 bytes. */
final class Utf8Ranges {
    private static final int[] LAST_OF_LENGTH = {0x7f, 0x7ff, 0xffff, 0x10ffff};

    private final List<int[]> sequences = new ArrayList<>();

    private Utf8Ranges() {}

    /**
     * The sequences for ranges of code points.
     *
     * @param ranges first and last of each
     * @return for each sequence the least and the greatest value of each byte
     */
    static List<int[]> of(int[] ranges) {
        Utf8Ranges result = new Utf8Ranges();
        for (int i = 0; i < ranges.length; i += 2) {
            result.addByLength(ranges[i], ranges[i + 1]);
        }
        return result.sequences;
    }

    private void addByLength(int low, int high) {
        int from = low;
        for (int last : LAST_OF_LENGTH) {
            if (from <= Math.min(high, last)) {
                add(from, Math.min(high, last));
            }
            from = Math.max(from, last + 1);
        }
    }

    /** Splits until all bytes after a common prefix cover their whole range. */
    private void add(int low, int high) {
        if (high < 0x80) {
            sequences.add(new int[] {low, high});
            return;
        }
        for (int bits = 6; bits <= 18; bits += 6) {
            int mask = (1 << bits) - 1;
            if ((low & ~mask) != (high & ~mask)) {
                if ((low & mask) != 0) {
                    add(low, low | mask);
                    add((low | mask) + 1, high);
                    return;
                }
                if ((high & mask) != mask) {
                    add(low, (high & ~mask) - 1);
                    add(high & ~mask, high);
                    return;
                }
            }
        }
        byte[] first = bytes(low);
        byte[] last = bytes(high);
        int[] sequence = new int[2 * first.length];
        for (int i = 0; i < first.length; i++) {
            sequence[2 * i] = first[i] & 0xff;
            sequence[2 * i + 1] = last[i] & 0xff;
        }
        sequences.add(sequence);
    }

    private static byte[] bytes(int c) {
        if (c < 0x800) {
            return new byte[] {(byte) (0xc0 | c >> 6), (byte) (0x80 | c & 0x3f)};
        }
        if (c < 0x10000) {
            return new byte[] {(byte) (0xe0 | c >> 12), (byte) (0x80 | c >> 6 & 0x3f), (byte) (0x80 | c & 0x3f)};
        }
        return new byte[] {
            (byte) (0xf0 | c >> 18),
            (byte) (0x80 | c >> 12 & 0x3f),
            (byte) (0x80 | c >> 6 & 0x3f),
            (byte) (0x80 | c & 0x3f)
        };
    }
}
