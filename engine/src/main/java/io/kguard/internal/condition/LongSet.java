// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.Arrays;
import java.util.stream.LongStream;

/** A set of numbers. Immutable. */
final class LongSet {
    private final long[] values;

    LongSet(LongStream values) {
        this.values = values.sorted().distinct().toArray();
    }

    long[] toArray() {
        return values.clone();
    }

    boolean contains(long value) {
        if (values.length > 16) {
            return Arrays.binarySearch(values, value) >= 0;
        }
        for (long known : values) {
            if (known == value) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LongSet set && Arrays.equals(set.values, values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
