// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import org.jspecify.annotations.Nullable;

/** Numbers as conditions have them. */
final class Numbers {
    private Numbers() {}

    /** A number, or a truth value as 1 or 0; null if a text is neither. */
    static @Nullable Long parse(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true") ? 1L : 0L;
        }
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
