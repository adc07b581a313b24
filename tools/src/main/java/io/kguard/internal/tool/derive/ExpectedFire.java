// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a derived file expects of the alert: the rule's priority, and what the texts of all its alerts have in common. */
final class ExpectedFire {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 1000;

    /** Fields that another machine or another day shows otherwise. */
    private static final Pattern OF_MACHINE = Pattern.compile(
            "%(evt\\.(time|datetime|rawtime|reltime|deltatime|hostname|latency|cpu|num|pluginname)|jevt\\.(raw)?time"
                    + "|[a-z.]*(ts|duration)\\b)");

    private ExpectedFire() {}

    /**
     * The member of {@code fires}.
     *
     * @param messages the texts of the alerts on each act of the file; none if they are not the same on all machines
     */
    static Map<String, Object> of(Rule rule, List<String> messages) {
        Trees.Tree fire =
                Trees.of("rule", rule.name()).with("priority", rule.priority().label());
        if (messages.isEmpty() || OF_MACHINE.matcher(rule.output()).find()) {
            return fire;
        }
        String common = messages.get(0);
        for (String message : messages) {
            common = commonPart(common, message.substring(0, Math.min(LONGEST, message.length())));
        }
        boolean plain = common.length() >= SHORTEST
                && !common.contains("${")
                && common.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        return plain ? fire.with("output", common) : fire;
    }

    /** The longest text that both have. */
    static String commonPart(String one, String other) {
        int[] before = new int[other.length() + 1];
        int end = 0;
        int longest = 0;
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[other.length() + 1];
            for (int j = 1; j <= other.length(); j++) {
                now[j] = one.charAt(i - 1) == other.charAt(j - 1) ? before[j - 1] + 1 : 0;
                if (now[j] > longest) {
                    longest = now[j];
                    end = i;
                }
            }
            before = now;
        }
        return one.substring(end - longest, end);
    }
}
