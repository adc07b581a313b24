// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.Arrays;

/** Numbers, without boxing. Allocates nothing once it is large enough. */
final class IntList {
    private int[] numbers = new int[8];
    private int size;

    int size() {
        return size;
    }

    int get(int index) {
        return numbers[index];
    }

    void clear() {
        size = 0;
    }

    void add(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size++] = number;
    }

    void addAll(int[] others) {
        for (int other : others) {
            add(other);
        }
    }
}
