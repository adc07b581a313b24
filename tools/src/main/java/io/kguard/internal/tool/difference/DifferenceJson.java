// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import io.kguard.internal.difference.ReplacedAlerts;
import io.kguard.internal.difference.RuleChange;
import io.kguard.internal.difference.RuleDifference;
import io.kguard.internal.record.RecordJson;
import io.kguard.internal.record.RecordJson.Written;
import io.kguard.internal.tool.difference.DifferenceReport.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The difference as {@code diff.json}.
 *
 * @param compared how many were compared, by their kinds
 */
record DifferenceJson(
        String against,
        @Written(line = 1) Map<String, Integer> compared,
        @Written(inline = true) Rules rules,
        @Written(line = 1, rows = 2) List<Condition> conditions,
        @Written(inline = true) Attacks attacks,
        @Written(line = 1, rows = 2) List<ReplacedAlerts> takeovers,
        @Written(line = 1, rows = 2) List<NotCompared> notCompared) {
    private record Rules(
            @Written(line = 1) List<String> settings,
            @Written(line = 1, rows = 2) List<RuleChange> changes,
            @Written(line = 1) Map<String, List<String>> semanticVersion) {}

    private record Attacks(
            @Written(line = 1) List<String> noLongerReported,
            @Written(line = 1) List<String> newlyReported,
            @Written(line = 1, rows = 2) List<Row> alerts) {}

    /** The alerts of a rule in some events. */
    private record Row(
            String rule,
            String kind,
            String in,
            int before,
            int after,
            @Written(inline = true) Unlike unlike) {}

    /** How many appear, vanish and say something else, and the first few of each kind. */
    private record Unlike(
            int appearing,
            int vanishing,
            int changing,
            List<String> appear,
            List<String> vanish,
            List<String> changes) {
        static Unlike of(RuleDifference alerts) {
            return new Unlike(
                    alerts.appearing(),
                    alerts.vanishing(),
                    alerts.changing(),
                    alerts.appear(),
                    alerts.vanish(),
                    alerts.changes());
        }
    }

    /** What a changed condition does: the act, or why it is not decided, and the act as a scenario file. */
    private record Condition(String rule, String what, String where, String act, String test) {}

    private record NotCompared(String in, List<String> reasons) {}

    static String of(DifferenceReport report) {
        Map<String, Integer> compared = new LinkedHashMap<>();
        report.counts().forEach((kind, count) -> compared.put(kind.key(), count));
        return RecordJson.report(new DifferenceJson(
                report.against(),
                compared,
                new Rules(report.settings(), List.copyOf(report.changes().values()), report.semanticVersion()),
                report.loaded().told().stream()
                        .map(each -> new Condition(
                                each.rule(), each.what().toString(), each.where(), each.act(), each.test()))
                        .toList(),
                new Attacks(
                        report.noLongerReported(),
                        report.newlyReported(),
                        report.byRule().values().stream()
                                .flatMap(List::stream)
                                .map(DifferenceJson::row)
                                .toList()),
                report.replacedAlerts(),
                report.inDoubt().stream()
                        .map(doubt -> new NotCompared(doubt.name(), doubt.reasons()))
                        .toList()));
    }

    private static Row row(Place place) {
        RuleDifference alerts = place.alerts();
        return new Row(
                alerts.rule(), place.kind().key(), place.name(), alerts.before(), alerts.after(), Unlike.of(alerts));
    }
}
