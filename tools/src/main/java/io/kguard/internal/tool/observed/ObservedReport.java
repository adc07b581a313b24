// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.observed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.record.RecordJson;
import io.kguard.internal.record.RecordJson.Written;
import io.kguard.internal.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which rules fired on attacks that don't prove their effect. Nothing is checked there.
 *
 * @param observed what was detected in each scenario
 */
record ObservedReport(@Written(rows = 2) List<Observed> observed) {
    private static final int SOME = 3;
    private static final String HEADING = "because these attacks don't prove their effect";

    ObservedReport {
        observed = List.copyOf(observed);
    }

    /** A report from its JSON. */
    static ObservedReport read(String json) {
        return RecordJson.readReport(json.getBytes(UTF_8), ObservedReport.class);
    }

    /** The rules that fired in every attack: what they saw is the pod, if there are some attacks. */
    private Set<String> everywhere() {
        List<Observed> trusted = observed.stream().filter(Observed::isTrusted).toList();
        if (trusted.size() < SOME) {
            return Set.of();
        }
        Set<String> common = new LinkedHashSet<>(trusted.get(0).fired());
        trusted.forEach(one -> common.retainAll(one.fired()));
        return common;
    }

    private static String rules(Observed one, Set<String> everywhere) {
        if (!one.isTrusted()) {
            return "can't be judged: " + one.doubt().lines().findFirst().orElse("");
        }
        String own =
                one.fired().stream().filter(rule -> !everywhere.contains(rule)).collect(Collectors.joining(", "));
        return own.isEmpty() ? everywhere.isEmpty() ? "no rule fired" : "no other rule fired" : own;
    }

    /** The lines for the console. */
    List<String> lines() {
        Set<String> everywhere = everywhere();
        List<String> lines = new ArrayList<>(List.of("Observed, and not checked, " + HEADING + ":"));
        for (Observed one : observed) {
            lines.add("  " + one.scenario() + ": " + rules(one, everywhere)
                    + (one.worked() ? "" : "; " + String.join(", ", one.failed())));
        }
        if (!everywhere.isEmpty()) {
            lines.add("  In all of them: " + String.join(", ", everywhere));
        }
        lines.add("  " + observed.size() + " played: in " + count(one -> one.isTrusted() && one.worked())
                + " every step worked, in " + count(one -> one.isTrusted() && !one.worked()) + " a step failed, "
                + count(one -> !one.isTrusted()) + " can't be judged; "
                + (everywhere.isEmpty() ? "rules" : "other rules") + " fired in "
                + count(one -> one.isTrusted() && !everywhere.containsAll(one.fired())));
        return lines;
    }

    private long count(Predicate<Observed> which) {
        return observed.stream().filter(which).count();
    }

    /** Why the run can't be trusted; empty if it can. */
    String problem() {
        long doubtful = count(one -> !one.isTrusted());
        return doubtful == 0
                ? ""
                : "Of " + observed.size() + " attacks that don't prove their effect " + doubtful
                        + " can't be judged. The list of them says why.";
    }

    String json() {
        return RecordJson.report(this);
    }

    /** The table of the report for people. */
    Table table() {
        return new Table(
                "Observed",
                "Not checked, " + HEADING,
                List.of("Scenario", "Rules that fired", "Steps that failed"),
                observed.stream()
                        .map(one -> List.of(one.scenario(), rules(one, Set.of()), String.join("; ", one.failed())))
                        .toList());
    }
}
