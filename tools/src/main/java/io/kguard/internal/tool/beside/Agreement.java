// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import io.kguard.engine.Alert;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.difference.AlertComparison;
import io.kguard.internal.difference.RuleDifference;
import io.kguard.output.AlertFormat;
import io.kguard.rule.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a Falco's alerts and kguard's agree on the same events.
 *
 * @param name of what the events are: a scenario or a capture
 * @param kguard the number of kguard's alerts
 * @param falco the number of Falco's alerts
 * @param differences the rules whose alerts differ; kguard is the side before
 * @param unlike every alert that differs
 * @param doubt why they could not be compared; empty if they could
 * @param aside what was not compared
 */
public record Agreement(
        String name,
        int kguard,
        int falco,
        List<RuleDifference> differences,
        List<AlertComparison.Unlike> unlike,
        String doubt,
        Aside aside) {
    public Agreement {
        differences = List.copyOf(differences);
        unlike = List.copyOf(unlike);
    }

    /**
     * Alerts that were not compared wholly, because two sensors watched.
     *
     * @param late the alerts that both have, where Falco learned of the container later
     * @param machine the alerts of either on what is no container of the scenario, or on the runtime that starts one
     * @param simulated the alerts of either of rules that test what the simulation has otherwise than the machine
     */
    public record Aside(int late, int machine, int simulated) {
        /** Everything was compared. */
        public static final Aside NONE = new Aside(0, 0, 0);
    }

    /** Events on which the two could not be compared. */
    public static Agreement inDoubt(String name, String reason) {
        return new Agreement(name, 0, 0, List.of(), List.of(), reason, Aside.NONE);
    }

    /**
     * Compares alerts. Both sides are read from their JSON lines, so that a number is the same number.
     *
     * @param lines Falco's lines
     * @param rules the rules that both evaluate
     * @throws IOException if a line is not an alert
     */
    public static Agreement of(
            String name, List<Alert> alerts, List<String> lines, List<Rule> rules, FalcoVersion version)
            throws IOException {
        Map<String, Rule> byName = new LinkedHashMap<>();
        rules.forEach(rule -> byName.put(rule.name(), rule));
        AlertFormat format = AlertFormat.json(version, "");
        List<Alert> ours = new ArrayList<>();
        for (Alert alert : alerts) {
            ours.add(AlertLine.read(format.line(alert), byName));
        }
        List<Alert> theirs = new ArrayList<>();
        for (String line : lines) {
            theirs.add(AlertLine.read(line, byName));
        }
        List<AlertComparison.Unlike> unlike = new ArrayList<>();
        List<RuleDifference> differences = AlertComparison.between(ours, theirs, unlike::add);
        return new Agreement(name, ours.size(), theirs.size(), differences, unlike, "", Aside.NONE);
    }

    /** The same, which is in doubt if there are reasons. */
    public Agreement doubted(List<String> reasons) {
        return reasons.isEmpty() ? this : inDoubt(name, String.join("; ", reasons));
    }

    /** Whether they could be compared, and agree. */
    public boolean isFull() {
        return doubt.isEmpty() && differences.isEmpty();
    }

    /** The number of alerts that only kguard has. */
    public int onlyKguard() {
        return differences.stream().mapToInt(RuleDifference::vanishing).sum();
    }

    /** The number of alerts that only Falco has. */
    public int onlyFalco() {
        return differences.stream().mapToInt(RuleDifference::appearing).sum();
    }

    /** The number of alerts that both have, with other fields. */
    public int otherwise() {
        return differences.stream().mapToInt(RuleDifference::changing).sum();
    }
}
