// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.event.JsonWriter;
import io.kguard.output.ChatOutput;
import io.kguard.verdict.Chain;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Findings.Raised;
import java.util.List;
import java.util.Locale;

/** A run as {@code results.json}. Its format is in {@code docs/results.schema.json}. */
public final class ResultsJson {
    /** The version of the format. A change that breaks a reader raises it. */
    public static final int FORMAT = 2;

    private static final double NANOS = 1e9;

    private ResultsJson() {}

    /** The JSON of a run. */
    public static String of(Run run) {
        JsonWriter json = JsonWriter.spaced().object().key("summary").object();
        json.member("passed", run.passed())
                .member("failed", run.failed())
                .member("error", run.errors())
                .end();
        json.line(1).member("format", FORMAT);
        json.line(1).member("known", run.known().size());
        json.line(1).member("unset", run.unset().size());
        json.line(1).member("derived", run.derived());
        json.line(1).member("verdict", run.word());
        json.line(1).member("problem", run.problem());
        json.line(1).member("missed", run.missed());
        json.line(1)
                .member("date", run.environment().date().toString())
                .member("millis", run.took().toMillis());
        json.line(1)
                .member("kguard", run.environment().kguard())
                .member("falco", run.environment().falco());
        json.member("java", run.environment().java())
                .member("system", run.environment().system());
        json.line(1).member("options", run.environment().options());
        json.line(1).key("ruleCoverage").object().member("text", run.ratio());
        json.member("rules", run.counted().size())
                .member("checked", run.counted().size() - run.unchecked().size());
        texts(json, "unchecked", run.unchecked().stream().map(RuleEntry::name).toList());
        texts(json, "unloaded", run.unloaded().stream().map(RuleEntry::name).toList());
        json.key("withoutCheck").array();
        for (UncheckedRule rule : run.firedUnchecked()) {
            json.object().member("rule", rule.rule());
            texts(json, "firedIn", rule.firedIn());
            json.member("command", rule.command()).end();
        }
        json.end();
        texts(
                json,
                "derivedAlone",
                run.derivedAlone().stream().map(RuleEntry::name).toList());
        json.end().line(1);
        texts(json, "notes", run.notes());
        json.line(1).key("measured").array();
        run.tables()
                .forEach(table -> json.line(2)
                        .object()
                        .member("name", table.heading())
                        .member("summary", table.summary())
                        .end());
        json.end().line(1).key("rules").array();
        run.rules().forEach(rule -> rule(json.line(2).object(), rule));
        json.end().line(1).key("checks").array();
        run.checks().forEach(check -> check(json.line(2).object(), check));
        json.end();
        for (OmittedCheck.Kind kind : OmittedCheck.Kind.values()) {
            json.line(1).key(kind.key()).array();
            OmittedGroup.of(run, kind).forEach(group -> omitted(json.line(2).object(), group));
            json.end();
        }
        return json.end().json() + "\n";
    }

    private static void rule(JsonWriter json, RuleEntry rule) {
        json.member("rule", rule.name());
        place(json, rule.place());
        json.member("priority", rule.priority()).member("source", rule.source());
        texts(json, "tags", rule.tags());
        json.member("evaluated", rule.isEvaluated())
                .member("unloaded", rule.unloaded())
                .member("reason", rule.unevaluated())
                .member("fires", rule.fires())
                .member("silent", rule.silent());
        rule.coverage()
                .ifPresent(clauses -> json.key("clauses")
                        .object()
                        .member("results", clauses.goals())
                        .member("shown", clauses.reached())
                        .end());
        figures(json, rule.figures());
        json.end();
    }

    private static void figures(JsonWriter json, RuleFigures figures) {
        figures.mutants()
                .ifPresent(mutants -> json.key("mutants")
                        .object()
                        .member("all", mutants.all())
                        .member("noticed", mutants.noticed())
                        .end());
        figures.cost()
                .ifPresent(cost -> json.key("cost")
                        .object()
                        .key("share")
                        .value(cost.share())
                        .member("evaluations", cost.evaluations())
                        .member("matches", cost.matches())
                        .key("takenBy")
                        .tree(cost.takenBy())
                        .member("scenario", cost.scenario())
                        .end());
        figures.noise().ifPresent(noise -> {
            json.key("noise")
                    .object()
                    .member("alerts", noise.alerts())
                    .key("perThousandEvents")
                    .value(noise.perThousand());
            texts(json, "workloads", noise.workloads());
            json.end();
        });
    }

    private static void check(JsonWriter json, CheckEntry check) {
        CheckResult result = check.result();
        json.member("scenario", result.scenario()).member("title", check.title());
        texts(json, "techniques", check.techniques());
        json.member("tactic", check.tactic())
                .member("simulated", check.simulated())
                .member("rule", check.rule())
                .member("source", result.source());
        check.place().ifPresent(place -> place(json, place));
        check.clause().ifPresent(clause -> {
            json.key("clause").object();
            place(json, clause);
            json.end();
        });
        json.member("expect", check.expect())
                .member("verdict", check.word())
                .member("reason", check.reason())
                .member("explanation", result.explanation());
        texts(json, "notes", result.notes());
        json.member("millis", result.millis())
                .member("eventsSeen", result.eventsSeen())
                .member("eventsLost", result.eventsLost())
                .member("origin", result.origin().toString())
                .member("derived", check.derived())
                .member("test", result.test());
        check.runs().ifPresent(runs -> runs(json.key("repeat").object(), runs));
        json.key("alerts").array();
        check.alerts().forEach(alert -> alert(json, alert));
        json.end().key("otherRules").array();
        check.others()
                .forEach((rule, alerts) -> json.object()
                        .member("rule", rule)
                        .member("alerts", alerts)
                        .end());
        json.end();
        Chain chain = result.findings().chain();
        if (!chain.isEmpty()) {
            chain(json.key("chain").object(), chain);
        }
        json.end();
    }

    private static void chain(JsonWriter json, Chain chain) {
        json.key("sent").array();
        for (Chain.Sent sent : chain.sent()) {
            json.object()
                    .member("rule", sent.rule())
                    .member("alert", sent.line())
                    .member("received", !sent.payload().isEmpty())
                    .key("messages")
                    .array();
            sent.messages()
                    .forEach(message -> json.object()
                            .member("output", message.output().key())
                            .member("text", message.text())
                            .end());
            json.end().key("unsent").array();
            for (ChatOutput output : ChatOutput.values()) {
                String reason = sent.unsent().get(output);
                if (reason != null) {
                    json.object()
                            .member("output", output.key())
                            .member("reason", reason)
                            .end();
                }
            }
            json.end().end();
        }
        json.end().key("reactions").array();
        chain.reactions()
                .forEach(reaction -> json.object()
                        .member("reaction", reaction.result().reaction())
                        .member("actionner", reaction.result().actionner())
                        .member("rule", reaction.result().rule())
                        .member("target", reaction.result().target())
                        .member("outcome", reaction.result().outcome().name().toLowerCase(Locale.ROOT))
                        .member("detail", reaction.result().detail())
                        .key("begun")
                        .value((reaction.begun() - reaction.event()) / NANOS)
                        .key("ended")
                        .value((reaction.ended() - reaction.event()) / NANOS)
                        .end());
        json.end().key("stopped").array();
        chain.stopped()
                .forEach(end -> json.object()
                        .member("rule", end.rule())
                        .key("after")
                        .value(end.after().toNanos() / NANOS)
                        .end());
        json.end();
        chain.contained()
                .ifPresent(time -> json.key(chain.stopped().isEmpty() ? "answered" : "contained")
                        .value(time.toNanos() / NANOS));
        json.key("cluster").array();
        chain.cluster()
                .forEach(change -> json.object()
                        .member("object", change.object())
                        .member("before", change.before())
                        .member("after", change.after())
                        .end());
        json.end().end();
    }

    private static void runs(JsonWriter json, CheckRuns runs) {
        json.member("runs", runs.runs())
                .member("passed", runs.passed())
                .key("millis")
                .object();
        json.member("p50", runs.median())
                .member("p90", runs.most())
                .member("p99", runs.nearlyAll())
                .member("max", runs.slowest())
                .end()
                .end();
    }

    private static void alert(JsonWriter json, Raised alert) {
        json.object()
                .member("event", alert.event())
                .member("timestamp", alert.timestamp())
                .member("message", alert.message())
                .end();
    }

    private static void omitted(JsonWriter json, OmittedGroup group) {
        json.member("reason", group.reason()).member("checks", group.count());
        if (!group.override().isEmpty()) {
            json.member("override", group.override());
        }
        json.key("rules").array();
        for (OmittedGroup.Rule rule : group.rules()) {
            json.line(3).object().member("rule", rule.name());
            rule.scenarios().forEach((expect, scenarios) -> texts(json, expect, scenarios));
            json.end();
        }
        json.end().end();
    }

    private static void place(JsonWriter json, SourcePlace place) {
        json.member("file", place.file()).member("line", place.line()).member("column", place.column());
    }

    private static void texts(JsonWriter json, String key, List<String> texts) {
        json.key(key).array();
        texts.forEach(json::value);
        json.end();
    }
}
