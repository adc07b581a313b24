// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.report.TimeLine.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes the lines of a time line. */
final class TimeLineRows {
    static final int HEIGHT = 20;

    private static final int MAX_ROWS = 40;
    private static final double NANOS = 1e9;

    /** The chart has a margin, so that marks at its edges are not cut. */
    private static final double LEFT = 2;

    private static final double WIDTH = 96;

    private final List<Row> rows = new ArrayList<>();
    private final long begin;
    private final long end;
    private int left;

    /** The moments that are marked in the chart, in nanoseconds since the epoch. */
    record Marks(List<Long> starts, List<Long> alerts, List<Long> ends) {
        static Marks start(long moment) {
            return new Marks(List.of(moment), List.of(), List.of());
        }

        static Marks alerts(List<Long> moments) {
            return new Marks(List.of(), moments, List.of());
        }

        static Marks end(long moment) {
            return new Marks(List.of(), List.of(), List.of(moment));
        }
    }

    TimeLineRows(long begin, long end) {
        this.begin = begin;
        this.end = end;
    }

    /** Adds a line; its own line in the chart goes from one place to another, and there is none if that is empty. */
    void add(long timestamp, String text, String from, String to, Marks marks) {
        if (rows.size() == MAX_ROWS) {
            left++;
            return;
        }
        String time = String.format(Locale.ROOT, "%+7.3f s  ", (timestamp - begin) / NANOS);
        rows.add(new Row(
                time + text,
                rows.size() * HEIGHT + HEIGHT / 2,
                from,
                to,
                xs(marks.starts()),
                xs(marks.alerts()),
                xs(marks.ends())));
    }

    private List<String> xs(List<Long> moments) {
        return moments.stream().map(this::x).toList();
    }

    /** Where a moment is in the chart, in percent. */
    String x(long timestamp) {
        return String.format(Locale.ROOT, "%.1f", LEFT + WIDTH * (timestamp - begin) / Math.max(1, end - begin));
    }

    /** The whole, with its content in words. */
    TimeLine line(String content) {
        String length = String.format(Locale.ROOT, "%.3f s", (end - begin) / NANOS);
        return new TimeLine(
                rows, content + " in " + length, end > begin ? length : "", left == 0 ? "" : String.valueOf(left));
    }
}
