// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.goal.Goals;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.option.Goal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;

/** The goals in words. */
final class Help {
    private Help() {}

    /**
     * The lines that {@code kguard:help} prints.
     *
     * @param asked the goal whose properties are listed; empty for all goals without theirs
     */
    static List<String> lines(List<String> asked) throws MojoExecutionException {
        List<Goal> goals = Goals.ofPlugin().stream()
                .sorted(Comparator.comparing(Goal::name))
                .toList();
        List<String> lines = new ArrayList<>();
        if (asked.isEmpty()) {
            goals.forEach(goal -> lines.add(heading(goal)));
            lines.add("-Dkguard.goal=GOAL lists the properties of a goal.");
            return lines;
        }
        String name = asked.get(0);
        Goal goal = goals.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new MojoExecutionException("there is no goal \"" + name + "\"; "
                        + Nearest.hint(name, goals.stream().map(Goal::name).toList())));
        lines.add(heading(goal));
        goal.parameters().forEach(parameter -> lines.add("  " + parameter.property() + "\n    " + parameter.meaning()));
        if (DescriptorProgram.takesThresholds(goal)) {
            lines.add("  <" + Threshold.PARAMETER + "> in a pom\n    " + Threshold.MEANING);
        }
        return lines;
    }

    private static String heading(Goal goal) {
        return "kguard:" + goal.name() + "\n    " + goal.summary();
    }
}
