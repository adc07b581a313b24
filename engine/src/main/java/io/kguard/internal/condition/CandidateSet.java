// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.Arrays;

/** Numbers of conditions that are still to be looked at, least first. Allocates nothing once it is large enough. */
final class CandidateSet {
    private static final int BITS = 6;

    private long[] words = {};
    /** A bit for each word that may have bits. */
    private long[] filled = {};

    /** Makes it empty, with room for numbers below a size. */
    void clear(int size) {
        for (int i = 0; i < filled.length; i++) {
            for (long rest = filled[i]; rest != 0; rest &= rest - 1) {
                words[(i << BITS) + Long.numberOfTrailingZeros(rest)] = 0;
            }
            filled[i] = 0;
        }
        int needed = (size >> BITS) + 1;
        if (words.length < needed) {
            words = Arrays.copyOf(words, needed);
            filled = Arrays.copyOf(filled, (needed >> BITS) + 1);
        }
    }

    void add(int number) {
        int word = number >> BITS;
        words[word] |= 1L << number;
        filled[word >> BITS] |= 1L << word;
    }

    void addAll(int[] numbers) {
        for (int number : numbers) {
            add(number);
        }
    }

    /** Removes the least number, and returns it; -1 if it is empty. */
    int poll() {
        for (int i = 0; i < filled.length; i++) {
            long some = filled[i];
            if (some != 0) {
                int word = (i << BITS) + Long.numberOfTrailingZeros(some);
                long bits = words[word];
                words[word] = bits & bits - 1;
                if (words[word] == 0) {
                    filled[i] = some & some - 1;
                }
                return (word << BITS) + Long.numberOfTrailingZeros(bits);
            }
        }
        return -1;
    }
}
