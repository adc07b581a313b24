package io.kguard.verify;

import io.kguard.simulation.CheckResult;
import java.util.Iterator;
import java.util.List;

/**
 * A suite's result for machines:
 * <pre>{@code
 * {"summary": {"passed": 15, "failed": 1, "error": 0},
 *  "problem": "",
 *  "checks": [
 *   {"scenario": "kubectl-exec-shell", "rule": "Terminal shell in container", "source": "syscall", "expect": "fires",
 *    "verdict": "failed", "reason": "Rule ...", "millis": 71, "eventsSeen": 412, "eventsLost": 0, "origin": "live", "test": ""}],
 *  "dropped": [
 *   {"scenario": "crypto-miner", "rule": "Crypto miner spawned", "expect": "fires", "reason": "no rule of that name is loaded"}]}
 * }</pre>
 *
 * <p>{@code source} is where the rule's events come from, {@code syscall} or {@code k8s_audit}, and empty if the rule is not
 * known; {@code expect} is {@code fires} or {@code silent}; {@code verdict} is {@code passed}, {@code failed} or {@code error};
 * {@code reason} is empty for {@code passed}; {@code origin} is {@code live}, {@code capture}, {@code audit} or
 * {@code written}; {@code test} names a rule test as {@code package.Class.method}, and is empty for the check of a scenario;
 * {@code dropped} has the checks that scenarios of catalogue jars ask for and that were not made;
 * {@code problem} says why the suite could not run as a whole, and counts as an error.
 */
public final class ResultsJson {
    private ResultsJson() {}

    /** The text of the file. */
    public static String of(SuiteResult result, List<DroppedCheck> dropped) {
        JsonText json = new JsonText().raw("{");
        json.key("summary").raw("{").key("passed").number(result.passed());
        json.raw(", ").key("failed").number(result.failed());
        json.raw(", ").key("error").number(result.errors()).raw("},\n ");
        json.key("problem").string(result.problem()).raw(",\n ");
        json.key("checks").raw("[");
        Iterator<CheckResult> checks = result.checks().iterator();
        while (checks.hasNext()) {
            check(json.raw("\n  "), checks.next());
            json.raw(checks.hasNext() ? "," : "");
        }
        json.raw("],\n ").key("dropped").raw("[");
        Iterator<DroppedCheck> left = dropped.iterator();
        while (left.hasNext()) {
            dropped(json.raw("\n  "), left.next());
            json.raw(left.hasNext() ? "," : "");
        }
        return json.raw("]}\n").toString();
    }

    private static void dropped(JsonText json, DroppedCheck check) {
        json.raw("{").key("scenario").string(check.scenario()).raw(", ");
        json.key("rule").string(check.rule()).raw(", ");
        json.key("expect").string(check.expectation().outcome().toString()).raw(", ");
        json.key("reason").string(check.reason()).raw("}");
    }

    private static void check(JsonText json, CheckResult check) {
        json.raw("{").key("scenario").string(check.scenario()).raw(", ");
        json.key("rule").string(check.rule()).raw(", ");
        json.key("source").string(check.source()).raw(", ");
        json.key("expect").string(check.expectation().outcome().toString()).raw(", ");
        json.key("verdict").string(check.verdict().word()).raw(", ");
        json.key("reason").string(check.verdict().reason()).raw(", ");
        json.key("millis").number(check.millis()).raw(", ");
        json.key("eventsSeen").number(check.eventsSeen()).raw(", ");
        json.key("eventsLost").number(check.eventsLost()).raw(", ");
        json.key("origin").string(check.origin().toString()).raw(", ");
        json.key("test").string(check.test()).raw("}");
    }
}
