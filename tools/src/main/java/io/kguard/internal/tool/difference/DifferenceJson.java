// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import io.kguard.event.JsonWriter;
import io.kguard.internal.difference.RuleDifference;
import io.kguard.internal.tool.difference.DifferenceReport.Place;
import java.util.Map;

/**
 * The difference as JSON:
 * <pre>{@code
 * {"against": "origin/main",
 *  "compared": {"attack": 140, "benign": 98, "workload": 12, "recording": 3},
 *  "settings": ["Rules of an event: first before, all now."],
 *  "changes": [{"rule": "Terminal shell in container", "what": ["condition"]}],
 *  "noLongerReported": [], "newlyReported": ["kubectl-exec-shell"],
 *  "alerts": [
 *   {"rule": "Terminal shell in container", "kind": "attack", "in": "kubectl-exec-shell", "before": 0, "after": 1,
 *    "appearing": 1, "vanishing": 0, "changing": 0, "appear": ["..."], "vanish": [], "changes": []}],
 *  "takeovers": [{"from": "Shell in container", "by": "Terminal shell in container", "events": 3}],
 *  "notCompared": [{"in": "crypto-miner", "reasons": ["..."]}]}
 * }</pre>
 *
 * <p>{@code appear}, {@code vanish} and {@code changes} hold the first few of each kind.
 */
final class DifferenceJson {
    private DifferenceJson() {}

    static String of(DifferenceReport report) {
        JsonWriter json = JsonWriter.spaced().object().member("against", report.against());
        json.line(1).key("compared").object();
        for (Map.Entry<DifferenceReport.Kind, Integer> count : report.counts().entrySet()) {
            json.member(count.getKey().key(), count.getValue());
        }
        json.end().line(1).key("settings").tree(report.settings());
        json.line(1).key("changes").array();
        report.changes()
                .values()
                .forEach(change -> json.line(2)
                        .object()
                        .member("rule", change.rule())
                        .key("what")
                        .tree(change.what())
                        .end());
        json.end();
        json.line(1).key("noLongerReported").tree(report.noLongerReported());
        json.line(1).key("newlyReported").tree(report.newlyReported());
        json.line(1).key("alerts").array();
        report.byRule().values().forEach(places -> places.forEach(place -> place(json.line(2), place)));
        json.end().line(1).key("takeovers").array();
        report.replacedAlerts()
                .forEach(replaced -> json.line(2)
                        .object()
                        .member("from", replaced.from())
                        .member("by", replaced.by())
                        .member("events", replaced.events())
                        .end());
        json.end().line(1).key("notCompared").array();
        report.inDoubt()
                .forEach(doubt -> json.line(2)
                        .object()
                        .member("in", doubt.name())
                        .key("reasons")
                        .tree(doubt.reasons())
                        .end());
        return json.end().end().json() + "\n";
    }

    private static void place(JsonWriter json, Place place) {
        RuleDifference alerts = place.alerts();
        json.object()
                .member("rule", alerts.rule())
                .member("kind", place.kind().key())
                .member("in", place.name())
                .member("before", alerts.before())
                .member("after", alerts.after())
                .member("appearing", alerts.appearing())
                .member("vanishing", alerts.vanishing())
                .member("changing", alerts.changing())
                .key("appear")
                .tree(alerts.appear())
                .key("vanish")
                .tree(alerts.vanish())
                .key("changes")
                .tree(alerts.changes())
                .end();
    }
}
