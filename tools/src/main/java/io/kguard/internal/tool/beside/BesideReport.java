// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import io.kguard.internal.difference.AlertComparison;
import io.kguard.internal.difference.RuleDifference;
import io.kguard.internal.record.RecordJson;
import io.kguard.internal.record.RecordJson.Written;
import io.kguard.internal.report.Table;
import io.kguard.internal.tool.beside.KnownDeviations.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What a Falco says of the events of scenarios or captures.
 *
 * @param beside the Falco, and the differences that may be
 * @param noun what was compared: {@code scenario} or {@code capture}
 * @param agreements one for each that was compared
 * @param left the ids of the scenarios that were not, because their events are not in a capture, or because nothing of them is
 *     played
 */
public record BesideReport(Beside beside, String noun, List<Agreement> agreements, List<String> left) {
    public BesideReport {
        agreements = List.copyOf(agreements);
        left = List.copyOf(left);
    }

    private Falco falco() {
        return beside.falco();
    }

    private KnownDeviations known() {
        return beside.known();
    }

    private boolean isLive() {
        return beside.mode() == Beside.Mode.LIVE;
    }

    /** Why the verdicts are in doubt; empty if both agree on everything that is not known to differ. */
    public String problem() {
        long unlike = agreements.stream().filter(one -> !isAccepted(one)).count();
        if (unlike > 0) {
            return falco() + " does not agree with kguard in " + unlike + " of " + counted();
        }
        return agreements.isEmpty() ? falco() + " judged nothing: no scenario has events that it can read" : "";
    }

    private boolean isAccepted(Agreement agreement) {
        return agreement.doubt().isEmpty()
                && agreement.differences().stream().allMatch(difference -> known().isKnown(agreement, difference));
    }

    private String counted() {
        return agreements.size() + " " + noun + (agreements.size() == 1 ? "" : "s");
    }

    private String heading() {
        int alerts = sum(Agreement::kguard);
        int alike = sum(one -> one.kguard() - one.onlyKguard() - one.otherwise());
        String heading = falco() + (isLive() ? " beside, live: " : " beside: ") + alike + " of " + alerts
                + " alerts of kguard are Falco's too, in " + counted();
        if (!left.isEmpty()) {
            heading += "; " + left.size() + (isLive() ? " that are not played" : " without a capture")
                    + " are not compared";
        }
        int late = sum(one -> one.aside().late());
        int machine = sum(one -> one.aside().machine());
        int simulated = sum(one -> one.aside().simulated());
        return heading
                + (late == 0 ? "" : "; in " + late + " Falco knew the container later")
                + (simulated == 0
                        ? ""
                        : "; " + simulated + " of rules that test simulated names or users are not compared")
                + (machine == 0 ? "" : "; " + machine + " on this machine itself are not compared");
    }

    private int sum(ToIntFunction<Agreement> count) {
        return agreements.stream().mapToInt(count).sum();
    }

    /** The lines for the console. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(heading()));
        for (Agreement agreement : agreements) {
            if (!agreement.doubt().isEmpty()) {
                lines.add("  " + agreement.name() + ": not compared: " + agreement.doubt());
            }
            if (agreement.aside().late() > 0) {
                lines.add("  " + agreement.name() + ": Falco knew the container later in "
                        + agreement.aside().late() + " alerts");
            }
            for (RuleDifference difference : agreement.differences()) {
                lines.add("  " + agreement.name() + ": " + difference.rule());
                for (Kind kind : Kind.values()) {
                    kind.lines(difference).forEach(line -> lines.add("    " + kind.title() + ": " + line));
                    List<KnownDeviations.Entry> entries = known().entries(agreement, difference, kind);
                    List<AlertComparison.Unlike> unknown = known().unknown(agreement, difference, kind);
                    entries.forEach(entry -> lines.add(accepted(entry)));
                    if (!entries.isEmpty() && !unknown.isEmpty()) {
                        lines.add("    " + unknown.size() + " not known, the first: " + told(unknown.get(0)));
                    }
                }
            }
        }
        lines.addAll(known().stale(agreements));
        return lines;
    }

    private static String told(AlertComparison.Unlike alert) {
        return (alert.fields().isEmpty() ? "" : String.join(", ", alert.fields()) + " of ") + alert.output();
    }

    private String accepted(KnownDeviations.Entry entry) {
        String until = entry.expires() + " (" + entry.place() + "): " + entry.reason();
        return known().isExpired(entry) ? "    This was known until " + until : "    This is known until " + until;
    }

    /** What {@code beside.json} has. */
    private record Told(
            String falco,
            String mode,
            @Written(line = 1) List<String> notCompared,
            @Written(line = 1, rows = 2) List<Row> scenarios) {}

    private record Row(
            String scenario,
            int kguard,
            int falco,
            @Written(inline = true) Agreement.Aside aside,
            String doubt,
            @Written(rows = 3) List<Unlike> differences) {}

    private record Unlike(
            String rule, List<String> onlyKguard, List<String> onlyFalco, List<String> otherwise, boolean known) {}

    String json() {
        return RecordJson.report(new Told(
                falco().release(),
                beside.mode().toString(),
                left,
                agreements.stream().map(this::row).toList()));
    }

    private Row row(Agreement one) {
        return new Row(
                one.name(),
                one.kguard(),
                one.falco(),
                one.aside(),
                one.doubt(),
                one.differences().stream()
                        .map(unlike -> new Unlike(
                                unlike.rule(),
                                unlike.vanish(),
                                unlike.appear(),
                                unlike.changes(),
                                known().isKnown(one, unlike)))
                        .toList());
    }

    /** The table of the report for people. */
    Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (Agreement agreement : agreements) {
            if (!agreement.doubt().isEmpty()) {
                rows.add(List.of(agreement.name(), "", "not compared: " + agreement.doubt()));
            }
            if (agreement.aside().late() > 0) {
                rows.add(List.of(
                        agreement.name(),
                        "",
                        "Falco knew the container later: " + agreement.aside().late()));
            }
            for (RuleDifference difference : agreement.differences()) {
                rows.add(List.of(
                        agreement.name(),
                        difference.rule(),
                        "only kguard " + difference.vanishing() + ", only Falco " + difference.appearing()
                                + ", with other fields " + difference.changing()
                                + (known().isKnown(agreement, difference) ? "; known" : "")));
            }
        }
        return new Table("Beside", heading(), List.of("Scenario", "Rule", "Difference"), rows);
    }
}
