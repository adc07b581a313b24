// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.event.JsonWriter;
import io.kguard.internal.difference.RecordingDifference;
import io.kguard.internal.tool.upgrade.UpgradeReport.Fix;
import java.util.List;
import java.util.Locale;

/** The report as JSON, with everything that was found. */
final class UpgradeJson {
    private final UpgradeReport report;
    private final JsonWriter json = JsonWriter.spaced();

    UpgradeJson(UpgradeReport report) {
        this.report = report;
    }

    @Override
    public String toString() {
        json.object()
                .member("from", report.sides().from().falco().number())
                .member("to", report.sides().to().falco().number());
        json.line(1)
                .member("rulesBefore", report.sides().rulesBefore())
                .member("rulesAfter", report.sides().rulesAfter());
        findings("stopsLoading", report.rules().stopsLoading());
        findings("loadsInNeither", report.rules().loadsInNeither());
        findings("neverFires", report.rules().silent());
        findings("constantChecks", report.rules().constant());
        findings("newWarnings", report.rules().warns());
        findings("withoutEffect", report.rules().ineffective());
        json.line(1).key("stockRulesGone").tree(report.stock().removed());
        json.line(1).key("stockRulesNew").tree(report.stock().added());
        json.line(1).key("changedConditions").tree(report.stock().conditions());
        json.line(1).key("copiesOfStock").array();
        report.stock().drift().forEach(this::drift);
        json.end();
        json.line(1)
                .key("recordingsNotPlayed")
                .tree(report.recordings().notCompared().stream()
                        .map(String::valueOf)
                        .toList());
        json.line(1).key("recordings").array();
        report.recordings().alerts().forEach(this::recording);
        json.end();
        fix(report.fix());
        return json.end().json() + "\n";
    }

    private void findings(String key, List<Finding> findings) {
        json.line(1).key(key).array();
        for (Finding finding : findings) {
            json.line(2).object();
            json.member("file", finding.position().file())
                    .member("line", finding.position().line())
                    .member("column", finding.position().column())
                    .member("code", finding.code())
                    .member("about", finding.owner())
                    .member("text", finding.text())
                    .member("hint", finding.hint() == null ? "" : finding.hint())
                    .end();
        }
        json.end();
    }

    private void drift(StockComparison.Drift drift) {
        json.line(2)
                .object()
                .member("what", drift.what())
                .member("file", drift.copy().file())
                .member("line", drift.copy().line())
                .member("gone", drift.gone())
                .member("untouched", drift.untouched());
        json.key("clauses").array();
        drift.clauses()
                .forEach(change -> json.object()
                        .member("kind", change.kind().name().toLowerCase(Locale.ROOT))
                        .member("before", change.before())
                        .member("after", change.after())
                        .member("copy", change.copy().name().toLowerCase(Locale.ROOT))
                        .end());
        json.end();
        json.key("own").tree(drift.own()).key("keys").tree(drift.keys()).end();
    }

    private void recording(RecordingDifference difference) {
        json.line(2)
                .object()
                .member("file", difference.recording().toString())
                .member("alertsBefore", difference.before())
                .member("alertsAfter", difference.after());
        json.key("doubts").tree(difference.doubts());
        json.key("rules").array();
        difference
                .rules()
                .forEach(rule -> json.line(3)
                        .object()
                        .member("rule", rule.rule())
                        .member("alertsBefore", rule.before())
                        .member("alertsAfter", rule.after())
                        .member("appearing", rule.appearing())
                        .member("vanishing", rule.vanishing())
                        .member("changing", rule.changing())
                        .key("appear")
                        .tree(rule.appear())
                        .key("vanish")
                        .tree(rule.vanish())
                        .key("changes")
                        .tree(rule.changes())
                        .end());
        json.end().end();
    }

    private void fix(Fix fix) {
        json.line(1).key("fix").object();
        json.member("proven", fix.isProven()).member("refusal", fix.refusal());
        json.key("files").array();
        fix.files()
                .forEach(file -> json.line(2)
                        .object()
                        .member("file", file.path().toString())
                        .member("patch", file.patch())
                        .end());
        json.end().end();
    }
}
