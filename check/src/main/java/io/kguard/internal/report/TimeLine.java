// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.verdict.Findings;
import io.kguard.verdict.Findings.Program;
import io.kguard.verdict.Findings.Raised;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The programs of a simulation as a tree, with the alerts on them, and a chart of when each was. A line of the tree and a
 * line of the chart stand beside each other.
 *
 * @param rows the lines, in the order of the tree
 * @param label the chart in words
 * @param end the time at the right edge of the chart; empty if all was in one moment
 * @param more how many lines are left out, as a text; empty if none are
 */
record TimeLine(List<Row> rows, String label, String end, String more) {
    static final TimeLine NONE = new TimeLine(List.of(), "", "", "");

    private static final int MAX_DEPTH = 12;
    private static final int AXIS_HEIGHT = 20;

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
     * @param ends where processes are gone that a signal ended
     */
    record Row(
            String text, int y, String from, String to, List<String> starts, List<String> alerts, List<String> ends) {
        Row {
            starts = List.copyOf(starts);
            alerts = List.copyOf(alerts);
            ends = List.copyOf(ends);
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

    boolean shown() {
        return !rows.isEmpty();
    }

    /** Whether a chart of it shows more than the text: not if all was in one moment. */
    boolean charted() {
        return !end.isEmpty();
    }

    /** The height of the chart in pixels. */
    int height() {
        return rows.size() * TimeLineRows.HEIGHT + AXIS_HEIGHT;
    }

    /** The base line of the text below the lines. */
    int base() {
        return height() - 5;
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
        TimeLineRows rows = new TimeLineRows(begin, end);
        roots.forEach(node -> add(rows, node, 0));
        elsewhere.forEach((rule, raised) -> add(rows, "", rule, raised, " by another process"));
        return rows.line("Time line of " + count(findings.programs().size(), "program") + " and "
                + count(findings.alerts().size(), "alert"));
    }

    private static void add(TimeLineRows rows, Node node, int depth) {
        String indent = "  ".repeat(Math.min(depth, MAX_DEPTH));
        String from = rows.x(node.programs.get(0).timestamp());
        String to = rows.x(node.last());
        for (Program program : node.programs) {
            rows.add(
                    program.timestamp(),
                    indent + text(program),
                    from,
                    to,
                    TimeLineRows.Marks.start(program.timestamp()));
            from = ""; // the line of a process stands at its first program
        }
        node.alerts.forEach((rule, raised) -> add(rows, indent + "  ", rule, raised, ""));
        node.children.forEach(child -> add(rows, child, depth + 1));
    }

    private static void add(TimeLineRows rows, String indent, String rule, List<Raised> raised, String by) {
        String times = raised.size() == 1 ? "" : " \u00d7" + raised.size();
        rows.add(
                raised.get(0).timestamp(),
                indent + "\u25b2 " + rule + times + by,
                "",
                "",
                TimeLineRows.Marks.alerts(raised.stream().map(Raised::timestamp).toList()));
    }

    /** A program and its process. */
    static String text(Program program) {
        return program.command().replace('\n', ' ') + " [" + program.process() + "]";
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
