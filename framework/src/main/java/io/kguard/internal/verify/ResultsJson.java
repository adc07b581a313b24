// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonWriter;
import io.kguard.simulation.CheckResult;
import java.util.List;

/**
 * A suite's result as JSON:
 * <pre>{@code
 * {"summary": {"passed": 15, "failed": 1, "error": 0},
 *  "falco": "0.45",
 *  "problem": "",
 *  "checks": [
 *   {"scenario": "kubectl-exec-shell", "rule": "Terminal shell in container", "source": "syscall", "expect": "fires",
 *    "verdict": "failed", "reason": "Rule ...", "millis": 71, "eventsSeen": 412, "eventsLost": 0, "origin": "live", "test": ""}],
 *  "dropped": [
 *   {"scenario": "crypto-miner", "rule": "Crypto miner spawned", "expect": "fires", "reason": "no rule of that name is loaded"}],
 *  "skipped": [], "leftOut": []}
 * }</pre>
 *
 * <p>{@code falco} is the version of Falco that kguard followed; {@code source} is where the rule's events come from, {@code syscall} or {@code k8s_audit}, and empty if the rule
 * is unknown; {@code expect} is {@code fires} or {@code silent}; {@code verdict} is {@code passed}, {@code failed} or
 * {@code error}; {@code reason} is empty for {@code passed}; {@code origin} is {@code live}, {@code capture},
 * {@code audit} or {@code written}; {@code test} names a rule test as {@code package.Class.method}, and is empty for
 * the check of a scenario; {@code dropped} has the checks of scenarios in catalogue jars whose rule is not evaluated,
 * {@code skipped} those whose scenario no machine can play, and {@code leftOut} those that the choice of checks leaves out;
 * {@code problem} says why the suite could not run as a whole, and counts as an error.
 */
public final class ResultsJson {
    private ResultsJson() {}

    public static String of(
            SuiteResult result, FalcoVersion falco, List<DroppedCheck> dropped, List<DroppedCheck> leftOut) {
        JsonWriter json = JsonWriter.spaced().object().key("summary").object();
        json.member("passed", result.passed())
                .member("failed", result.failed())
                .member("error", result.errors())
                .end();
        json.line(1).member("falco", falco.number());
        json.line(1).member("problem", result.problem());
        json.line(1).key("checks").array();
        result.checks().forEach(check -> check(json.line(2).object(), check));
        json.end().line(1).key("dropped").array();
        dropped.stream()
                .filter(check -> !check.skipped())
                .forEach(check -> dropped(json.line(2).object(), check));
        json.end().line(1).key("skipped").array();
        dropped.stream()
                .filter(DroppedCheck::skipped)
                .forEach(check -> dropped(json.line(2).object(), check));
        json.end().line(1).key("leftOut").array();
        leftOut.forEach(check -> dropped(json.line(2).object(), check));
        return json.end().end().json() + "\n";
    }

    private static void dropped(JsonWriter json, DroppedCheck check) {
        json.member("scenario", check.scenario())
                .member("rule", check.rule())
                .member("expect", check.expectation().outcome().toString())
                .member("reason", check.reason())
                .end();
    }

    private static void check(JsonWriter json, CheckResult check) {
        json.member("scenario", check.scenario())
                .member("rule", check.rule())
                .member("source", check.source())
                .member("expect", check.expectation().outcome().toString())
                .member("verdict", check.verdict().word())
                .member("reason", check.verdict().reason())
                .member("millis", check.millis())
                .member("eventsSeen", check.eventsSeen())
                .member("eventsLost", check.eventsLost())
                .member("origin", check.origin().toString())
                .member("test", check.test())
                .end();
    }
}
