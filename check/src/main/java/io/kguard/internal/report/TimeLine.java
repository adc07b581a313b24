// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.verdict.Findings;
import io.kguard.verdict.Findings.Program;
import io.kguard.verdict.Findings.Raised;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The programs of a simulation as a tree, with the alerts on them, and a chart of when each was. A line of the tree and a
 * line of the chart stand beside each other.
 *
 * @param rows the lines, in the order of the tree
 * @param label the chart in words
 * @param end the time at the right edge of the chart
 * @param more how many lines are left out, as a text; empty if none are
 */
record TimeLine(List<Row> rows, String label, String end, String more) {
    static final TimeLine NONE = new TimeLine(List.of(), "", "", "");

    private static final int MAX_ROWS = 40;
    private static final int MAX_DEPTH = 12;
    private static final int ROW_HEIGHT = 20;
    private static final int AXIS_HEIGHT = 20;
    private static final double NANOS = 1e9;

    /** The chart has a margin, so that marks at its edges are not cut. */
    private static final double LEFT = 2;

    private static final double WIDTH = 96;

    TimeLine {
        rows = List.copyOf(rows);
    }

    /**
     * A line.
     *
     * @param text its text in the tree, with its time
     * @param y where it is in the chart
     * @param from where the line of a program begins in the chart, in percent; empty for alerts
     * @param to where it ends: at the last thing that is known of it and of what it started
     * @param starts where programs start
     * @param alerts where alerts are
     */
    record Row(String text, int y, String from, String to, List<String> starts, List<String> alerts) {
        Row {
            starts = List.copyOf(starts);
            alerts = List.copyOf(alerts);
        }
    }

    /** What is known of a process. */
    private static final class Node {
        final List<Program> programs = new ArrayList<>();
        final Map<String, List<Raised>> alerts = new LinkedHashMap<>();
        final List<Node> children = new ArrayList<>();

        long last() {
            long last = programs.get(programs.size() - 1).timestamp();
            for (List<Raised> raised : alerts.values()) {
                last = Math.max(last, raised.get(raised.size() - 1).timestamp());
            }
            for (Node child : children) {
                last = Math.max(last, child.last());
            }
            return last;
        }
    }

    /** Makes the lines. */
    private static final class Rows {
        final List<Row> rows = new ArrayList<>();
        final long begin;
        final long length;
        int left;

        Rows(long begin, long end) {
            this.begin = begin;
            this.length = Math.max(1, end - begin);
        }

        void add(Node node, int depth) {
            String indent = "  ".repeat(Math.min(depth, MAX_DEPTH));
            String from = x(node.programs.get(0).timestamp());
            String to = x(node.last());
            for (Program program : node.programs) {
                add(
                        program.timestamp(),
                        indent + program.command().replace('\n', ' ') + " [" + program.process() + "]",
                        from,
                        to,
                        List.of(x(program.timestamp())),
                        List.of());
                from = ""; // the line of a process stands at its first program
            }
            node.alerts.forEach((rule, raised) -> alerts(indent + "  ", rule, raised, ""));
            node.children.forEach(child -> add(child, depth + 1));
        }

        void alerts(String indent, String rule, List<Raised> raised, String by) {
            String times = raised.size() == 1 ? "" : " \u00d7" + raised.size();
            add(
                    raised.get(0).timestamp(),
                    indent + "\u25b2 " + rule + times + by,
                    "",
                    "",
                    List.of(),
                    raised.stream().map(alert -> x(alert.timestamp())).toList());
        }

        private void add(
                long timestamp, String text, String from, String to, List<String> starts, List<String> alerts) {
            if (rows.size() == MAX_ROWS) {
                left++;
                return;
            }
            String time = String.format(Locale.ROOT, "%+7.3f s  ", (timestamp - begin) / NANOS);
            rows.add(new Row(time + text, rows.size() * ROW_HEIGHT + ROW_HEIGHT / 2, from, to, starts, alerts));
        }

        private String x(long timestamp) {
            return String.format(Locale.ROOT, "%.1f", LEFT + WIDTH * (timestamp - begin) / length);
        }
    }

    boolean shown() {
        return !rows.isEmpty();
    }

    /** The height of the chart in pixels. */
    int height() {
        return axis() + AXIS_HEIGHT;
    }

    /** Where the axis is. */
    int axis() {
        return rows.size() * ROW_HEIGHT;
    }

    /** The base line of the text below the axis. */
    int base() {
        return axis() + AXIS_HEIGHT - 5;
    }

    /** The lines; none if no program is known. */
    static TimeLine of(Findings findings) {
        if (findings.programs().isEmpty()) {
            return NONE;
        }
        Map<Long, Node> processes = new LinkedHashMap<>();
        List<Node> roots = new ArrayList<>();
        for (Program program : findings.programs()) {
            Node node = processes.get(program.process());
            if (node == null) {
                node = new Node();
                Node parent = processes.get(program.parent());
                (parent == null ? roots : parent.children).add(node);
                processes.put(program.process(), node);
            }
            node.programs.add(program);
        }
        Map<String, List<Raised>> elsewhere = new LinkedHashMap<>();
        findings.alerts().stream()
                .sorted(Comparator.comparingLong(Raised::timestamp))
                .forEach(alert -> {
                    Node node = processes.get(alert.process());
                    (node == null ? elsewhere : node.alerts)
                            .computeIfAbsent(alert.rule(), rule -> new ArrayList<>())
                            .add(alert);
                });
        long[] times = LongStream.concat(
                        findings.programs().stream().mapToLong(Program::timestamp),
                        findings.alerts().stream().mapToLong(Raised::timestamp))
                .sorted()
                .toArray();
        long begin = times[0];
        long end = times[times.length - 1];
        Rows rows = new Rows(begin, end);
        roots.forEach(node -> rows.add(node, 0));
        elsewhere.forEach((rule, raised) -> rows.alerts("", rule, raised, " by another process"));
        String length = String.format(Locale.ROOT, "%.3f s", (end - begin) / NANOS);
        return new TimeLine(
                rows.rows,
                "Time line of " + count(findings.programs().size(), "program") + " and "
                        + count(findings.alerts().size(), "alert") + " in " + length,
                length,
                rows.left == 0 ? "" : String.valueOf(rows.left));
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
