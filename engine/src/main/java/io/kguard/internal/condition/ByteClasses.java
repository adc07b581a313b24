// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.Collection;

/** The bytes that occur in some strings, numbered from 1; all others are 0. This keeps the tables of automata small. */
final class ByteClasses {
    private final int[] classes = new int[256];
    private final int count;

    ByteClasses(Collection<String> texts) {
        int next = 1;
        for (String text : texts) {
            for (int i = 0; i < text.length(); i++) {
                int octet = text.charAt(i) & 0xff;
                if (classes[octet] == 0) {
                    classes[octet] = next++;
                }
            }
        }
        this.count = next;
    }

    int of(char c) {
        return classes[c & 0xff];
    }

    int count() {
        return count;
    }
}
