// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

/**
 * A part that a text has if a test of it holds.
 *
 * @param place where the part is
 * @param text the part
 */
record Fragment(Place place, String text) {
    enum Place {
        /** The text is the part. */
        WHOLE,
        START,
        INSIDE,
        END
    }

    static Fragment whole(String text) {
        return new Fragment(Place.WHOLE, text);
    }

    Fragment at(Place other) {
        return new Fragment(other, text);
    }
}
