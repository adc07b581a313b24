// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.record;

import org.jspecify.annotations.Nullable;

/** A JSON that is not that of a record. The message begins with the place, such as {@code checks[3].verdict}. */
final class RecordException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String place;
    private final String what;

    RecordException(String what) {
        this("", what, null);
    }

    RecordException(String place, String what, @Nullable Throwable cause) {
        super(place.isEmpty() ? what : place + ": " + what, cause);
        this.place = place;
        this.what = what;
    }

    /** The same of what holds it: a member, or an element such as {@code [3]}. */
    RecordException in(String holder) {
        String dot = place.isEmpty() || place.startsWith("[") ? "" : ".";
        return new RecordException(holder + dot + place, what, getCause());
    }
}
