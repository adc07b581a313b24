// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.TimeZone;

/** Formats timestamps. As in Falco, local times use the zone's current offset, whatever the date. */
public final class TimeText {
    private static final long NANOS = 1_000_000_000L;
    private static final int MILLIS = 1000;

    private TimeText() {}

    /** {@code HH:MM:SS} in local time, optionally with nanoseconds. */
    public static String localTime(long nanos, boolean fraction) {
        StringBuilder out = new StringBuilder(18);
        appendTime(out, at(nanos, local()), fraction);
        return out.toString();
    }

    /** {@code YYYY-MM-DD HH:MM:SS} in local time, optionally with nanoseconds. */
    public static String localDateTime(long nanos, boolean fraction) {
        StringBuilder out = new StringBuilder(29);
        appendDateTime(out, at(nanos, local()), ' ', fraction);
        return out.toString();
    }

    /** {@code YYYY-MM-DDTHH:MM:SS.nnnnnnnnn} in UTC, followed by a suffix. */
    public static String utc(long nanos, String suffix) {
        StringBuilder out = new StringBuilder(35);
        appendDateTime(out, at(nanos, ZoneOffset.UTC), 'T', true);
        return out.append(suffix).toString();
    }

    /** A zone of java.time would look for providers of further zones, in every jar of the class path. */
    private static ZoneOffset local() {
        return ZoneOffset.ofTotalSeconds(TimeZone.getDefault().getOffset(System.currentTimeMillis()) / MILLIS);
    }

    private static LocalDateTime at(long nanos, ZoneOffset offset) {
        return LocalDateTime.ofEpochSecond(
                Long.divideUnsigned(nanos, NANOS), (int) Long.remainderUnsigned(nanos, NANOS), offset);
    }

    private static void appendDateTime(StringBuilder out, LocalDateTime time, char separator, boolean fraction) {
        int year = time.getYear();
        appendTwo(out, year / 100);
        appendTwo(out, year % 100);
        out.append('-');
        appendTwo(out, time.getMonthValue());
        out.append('-');
        appendTwo(out, time.getDayOfMonth());
        out.append(separator);
        appendTime(out, time, fraction);
    }

    private static void appendTime(StringBuilder out, LocalDateTime time, boolean fraction) {
        appendTwo(out, time.getHour());
        out.append(':');
        appendTwo(out, time.getMinute());
        out.append(':');
        appendTwo(out, time.getSecond());
        if (fraction) {
            out.append('.');
            FieldText.appendPadded(out, time.get(ChronoField.NANO_OF_SECOND));
        }
    }

    private static void appendTwo(StringBuilder out, int number) {
        out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
