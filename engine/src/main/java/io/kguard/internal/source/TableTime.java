// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.EventTime;
import io.kguard.event.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the documents of a source have their time.
 *
 * @param at the place
 * @param form how it is written
 */
record TableTime(JsonPointer at, Form form) {
    /** How a time is written. */
    enum Form {
        /** {@code 2026-11-24T17:35:48.5Z}. */
        RFC3339(0),
        /** Seconds since the epoch, perhaps with a fraction. */
        SECONDS(9),
        /** Milliseconds since the epoch. */
        MILLIS(6),
        /** Nanoseconds since the epoch. */
        NANOS(0);

        /** How many digits a unit is away from nanoseconds. */
        private final int digits;

        Form(int digits) {
            this.digits = digits;
        }

        static Optional<Form> of(String name) {
            return Stream.of(values())
                    .filter(form -> form.toString().equals(name))
                    .findFirst();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Longer numbers are no times. */
    private static final int LONGEST = 40;

    /**
     * The time of a document, in nanoseconds since the epoch.
     *
     * @throws SourceEventException if it has none
     */
    long of(JsonValue document) {
        JsonValue value = at.find(document);
        if (value == null) {
            throw new SourceEventException("this event has no " + at + ", so it has no time");
        }
        String text = value.text();
        try {
            if (form == Form.RFC3339) {
                return EventTime.nanos(OffsetDateTime.parse(text).toInstant());
            }
            if (text.length() <= LONGEST) {
                BigDecimal nanos = new BigDecimal(text).movePointRight(form.digits);
                long rounded = nanos.setScale(0, RoundingMode.DOWN).longValueExact();
                if (rounded >= 0) {
                    return rounded;
                }
            }
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw wrong(value);
        }
        throw wrong(value);
    }

    private SourceEventException wrong(JsonValue value) {
        String shown = value.toString();
        return new SourceEventException("the time at " + at + " is "
                + (shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : shown) + "; "
                + (form == Form.RFC3339
                        ? "a time such as \"2026-11-24T17:35:48Z\" is expected"
                        : "a number of " + form + " since 1970 is expected"));
    }
}
