// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.simulation.Findings;
import io.kguard.simulation.Findings.Program;
import io.kguard.simulation.Findings.Raised;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The programs of a simulation and the alerts on them as lines of text: in the order of time, children indented. */
final class TimeLine {
    private static final int MAX_LINES = 40;
    private static final int MAX_DEPTH = 12;
    private static final double NANOS = 1e9;

    private record Line(long timestamp, String text) {}

    private TimeLine() {}

    /** The lines; empty if no program is known. */
    static String of(Findings findings) {
        if (findings.programs().isEmpty()) {
            return "";
        }
        Map<Long, Integer> depths = new HashMap<>();
        List<Line> lines = new ArrayList<>();
        for (Program program : findings.programs()) {
            Integer known = depths.get(program.process());
            int depth = known == null ? depths.getOrDefault(program.parent(), -1) + 1 : known;
            depths.put(program.process(), depth);
            lines.add(new Line(
                    program.timestamp(),
                    indent(depth) + program.command().replace('\n', ' ') + " [" + program.process() + "]"));
        }
        for (Raised alert : findings.alerts()) {
            int depth = depths.getOrDefault(alert.process(), 0);
            String by = depths.containsKey(alert.process()) ? "" : " by another process";
            lines.add(new Line(alert.timestamp(), indent(depth) + "  \u25b2 " + alert.rule() + by));
        }
        lines.sort(Comparator.comparingLong(Line::timestamp));
        long begin = lines.get(0).timestamp();
        StringBuilder text = new StringBuilder();
        lines.stream()
                .limit(MAX_LINES)
                .forEach(line -> text.append(
                        String.format(Locale.ROOT, "%+7.3f s  %s%n", (line.timestamp() - begin) / NANOS, line.text())));
        if (lines.size() > MAX_LINES) {
            text.append("and ").append(lines.size() - MAX_LINES).append(" more");
        }
        return text.toString();
    }

    private static String indent(int depth) {
        return "  ".repeat(Math.min(depth, MAX_DEPTH));
    }
}
