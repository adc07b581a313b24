// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.record.RecordJson;
import io.kguard.internal.record.RecordJson.Written;
import io.kguard.output.ChatOutput;
import io.kguard.reaction.TimedReaction;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.Chain;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.ClusterChange;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A run as {@code results.json}. Its format is in {@code docs/results.schema.json}, which says what each member means. Records that
 * only group what stands beside each other there are inline.
 */
public record ResultsJson(
        Summary summary,
        @Written(inline = true) Counts counts,
        @Written(inline = true) Ending ending,
        @Written(inline = true) Made made,
        @Written(line = 1) Coverage ruleCoverage,
        @Written(inline = true) Lists lists,
        @Written(inline = true) Omitted omitted) {
    /** The version of the format. A change that breaks a reader raises it. */
    public static final int FORMAT = 2;

    private static final double NANOS = 1e9;

    /** How a check or a run ended. */
    public enum Word {
        PASSED,
        FAILED,
        ERROR,
        KNOWN,
        NOT_RUN;

        static Word of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace(' ', '_'));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** How many checks ended how. */
    public record Summary(long passed, long failed, long error) {}

    /** The format, and further counts of checks. */
    public record Counts(
            @Written(line = 1) int format,
            @Written(line = 1) int known,
            @Written(line = 1) int unset,
            @Written(line = 1) long notRun,
            @Written(line = 1) long derived) {}

    /** How the run ended. */
    public record Ending(
            @Written(line = 1) Word verdict,
            @Written(line = 1) String problem,
            @Written(line = 1) String missed) {}

    /** When the run was, and on what. */
    public record Made(
            @Written(line = 1) String date,
            long millis,
            @Written(inline = true) Versions versions,
            @Written(line = 1) String options,
            @Written(line = 1) Optional<String> half) {}

    /** What the run was made with. */
    public record Versions(@Written(line = 1) String kguard, String falco, String java, String system) {}

    /** Which rules have a check. */
    public record Coverage(
            String text,
            int rules,
            int checked,
            List<String> unchecked,
            List<String> unloaded,
            List<UncheckedRule> withoutCheck,
            List<String> derivedAlone) {}

    /** What the run lists. */
    public record Lists(
            @Written(line = 1) List<String> notes,
            @Written(line = 1, rows = 2) List<Measured> measured,
            @Written(line = 1, rows = 2) List<Rule> rules,
            @Written(line = 1, rows = 2) List<Check> checks) {}

    /** The checks that were not made, by {@link OmittedCheck.Kind}. */
    public record Omitted(
            @Written(line = 1, rows = 2) List<OmittedCheck.Group> needsSettings,
            @Written(line = 1, rows = 2) List<OmittedCheck.Group> dropped,
            @Written(line = 1, rows = 2) List<OmittedCheck.Group> skipped,
            @Written(line = 1, rows = 2) List<OmittedCheck.Group> leftOut,
            @Written(line = 1, rows = 2) List<OmittedCheck.Group> otherHalf) {
        /** Those of a kind. */
        public List<OmittedCheck.Group> of(OmittedCheck.Kind kind) {
            return switch (kind) {
                case UNSET -> needsSettings;
                case DROPPED -> dropped;
                case SKIPPED -> skipped;
                case LEFT_OUT -> leftOut;
                case OTHER_HALF -> otherHalf;
            };
        }
    }

    /** Something measured besides. */
    public record Measured(String name, String summary) {}

    /** A rule. */
    public record Rule(
            String rule,
            @Written(inline = true) SourcePlace place,
            @Written(inline = true) Header header,
            @Written(inline = true) State state,
            @Written(inline = true) Figures figures) {
        /** Whether checks should be about it: it is evaluated, or did not load. */
        public boolean counts() {
            return state.evaluated() || state.unloaded();
        }
    }

    /** What a rule says of itself. */
    public record Header(String priority, String source, List<String> tags) {}

    /** What became of a rule. */
    public record State(
            boolean evaluated,
            boolean unloaded,
            String reason,
            @Written(inline = true) Shown shown,
            Optional<Shown> pinned) {}

    /** What checks showed of a rule. */
    public record Shown(boolean fires, boolean silent, Optional<Clauses> clauses) {
        private static Shown of(RuleEntry.Shown shown) {
            return new Shown(
                    shown.fires(),
                    shown.silent(),
                    shown.coverage().map(clauses -> new Clauses(clauses.goals(), clauses.reached())));
        }
    }

    /** How many results of a rule's clauses there are, and how many checks show. */
    public record Clauses(int results, int shown) {}

    /** What was measured of a rule besides. */
    public record Figures(
            Optional<Mutants> mutants, Optional<RuleFigures.Cost> cost, Optional<RuleFigures.Noise> noise) {}

    /** How many small changes a rule has, and how many its checks notice. */
    public record Mutants(int all, int noticed) {}

    /** A check. */
    public record Check(
            @Written(inline = true) Subject subject,
            @Written(inline = true) Outcome outcome,
            @Written(inline = true) CheckResult.Counts counts,
            @Written(inline = true) Origin origin,
            Optional<CheckRuns> repeat,
            @Written(inline = true) Alerts alerts,
            Optional<AfterAlerts> chain) {
        public Word verdict() {
            return outcome.verdict();
        }

        public boolean passed() {
            return verdict() == Word.PASSED;
        }

        /** The scenario; empty for a rule test. */
        public String scenario() {
            return origin.test().isEmpty() ? subject.scenario() : "";
        }
    }

    /** What is checked. */
    public record Subject(
            String scenario,
            @Written(inline = true) CheckEntry.About about,
            String rule,
            String source,
            @Written(inline = true) Optional<SourcePlace> place,
            Optional<SourcePlace> clause) {}

    /** What is expected, and how it ended. */
    public record Outcome(
            Expectation.Outcome expect, Word verdict, String reason, String explanation, List<String> notes) {}

    /** Where the events of a check came from. */
    public record Origin(String origin, boolean derived, String test) {}

    /** The alerts of the rule, and the other rules that fired. */
    public record Alerts(List<Alert> alerts, List<OtherRule> otherRules) {}

    /** An alert. */
    public record Alert(long event, long timestamp, String message) {}

    /** Another rule that fired. */
    public record OtherRule(String rule, long alerts) {}

    /** What happened after the alerts. Times are seconds. */
    public record AfterAlerts(
            List<Sent> sent,
            List<Reaction> reactions,
            List<Stopped> stopped,
            Optional<Double> answered,
            Optional<Double> contained,
            List<ClusterChange> cluster) {}

    /** An alert on its way to people. */
    public record Sent(String rule, String alert, boolean received, List<Message> messages, List<Unsent> unsent) {}

    /** A message of an output. */
    public record Message(String output, String text) {}

    /** An output without a message. */
    public record Unsent(String output, String reason) {}

    /** An action that an alert triggered. */
    public record Reaction(
            String reaction,
            String actionner,
            String rule,
            String target,
            String outcome,
            String detail,
            @Written(inline = true) Times times) {}

    /** When an action began and ended, after the event. */
    public record Times(Double begun, Double ended) {}

    /** A process that a reaction ended. */
    public record Stopped(String rule, Double after) {}

    /** The JSON of a run. */
    public static String of(Run run) {
        Environment on = run.environment();
        return RecordJson.report(new ResultsJson(
                new Summary(run.passed(), run.failed(), run.errors()),
                new Counts(FORMAT, run.known().size(), run.unset().size(), run.notRun(), run.derived()),
                new Ending(Word.of(run.word()), run.problem(), run.missed()),
                new Made(
                        on.date().toString(),
                        run.took().toMillis(),
                        new Versions(on.kguard(), on.falco(), on.java(), on.system()),
                        on.options(),
                        Optional.of(on.half()).filter(half -> !half.isEmpty())),
                new Coverage(
                        run.ratio(),
                        run.counted().size(),
                        run.checkedRules(),
                        names(run.unchecked()),
                        names(run.unloaded()),
                        run.firedUnchecked(),
                        names(run.derivedAlone())),
                new Lists(
                        run.notes(),
                        run.tables().stream()
                                .map(table -> new Measured(table.heading(), table.summary()))
                                .toList(),
                        run.rules().stream().map(ResultsJson::rule).toList(),
                        run.checks().stream().map(ResultsJson::check).toList()),
                new Omitted(
                        OmittedCheck.Group.of(run, OmittedCheck.Kind.UNSET),
                        OmittedCheck.Group.of(run, OmittedCheck.Kind.DROPPED),
                        OmittedCheck.Group.of(run, OmittedCheck.Kind.SKIPPED),
                        OmittedCheck.Group.of(run, OmittedCheck.Kind.LEFT_OUT),
                        OmittedCheck.Group.of(run, OmittedCheck.Kind.OTHER_HALF))));
    }

    private static List<String> names(List<RuleEntry> rules) {
        return rules.stream().map(RuleEntry::name).toList();
    }

    private static Rule rule(RuleEntry rule) {
        RuleFigures figures = rule.figures();
        return new Rule(
                rule.name(),
                rule.place(),
                new Header(rule.priority(), rule.source(), rule.tags()),
                new State(
                        rule.isEvaluated(),
                        rule.unloaded(),
                        rule.unevaluated(),
                        Shown.of(rule.shown()),
                        rule.pinned().nothing() ? Optional.empty() : Optional.of(Shown.of(rule.pinned()))),
                new Figures(
                        figures.mutants().map(mutants -> new Mutants(mutants.all(), mutants.noticed())),
                        figures.cost(),
                        figures.noise()));
    }

    private static Check check(CheckEntry check) {
        CheckResult result = check.result();
        Chain chain = result.findings().chain();
        return new Check(
                new Subject(
                        result.scenario(), check.about(), check.rule(), result.source(), check.place(), check.clause()),
                new Outcome(
                        result.expectation().outcome(),
                        Word.of(check.word()),
                        check.reason(),
                        result.explanation(),
                        result.notes()),
                result.counts(),
                new Origin(result.origin().toString(), check.derived(), result.test()),
                check.runs(),
                new Alerts(
                        check.alerts().stream()
                                .map(alert -> new Alert(alert.event(), alert.timestamp(), alert.message()))
                                .toList(),
                        check.others().entrySet().stream()
                                .map(other -> new OtherRule(other.getKey(), other.getValue()))
                                .toList()),
                chain.isEmpty() ? Optional.empty() : Optional.of(chain(chain)));
    }

    private static AfterAlerts chain(Chain chain) {
        Optional<Double> time = chain.contained().map(ResultsJson::seconds);
        boolean stops = !chain.stopped().isEmpty();
        return new AfterAlerts(
                chain.sent().stream().map(ResultsJson::sent).toList(),
                chain.reactions().stream().map(ResultsJson::reaction).toList(),
                chain.stopped().stream()
                        .map(end -> new Stopped(end.rule(), seconds(end.after())))
                        .toList(),
                stops ? Optional.empty() : time,
                stops ? time : Optional.empty(),
                chain.cluster());
    }

    private static Sent sent(Chain.Sent sent) {
        return new Sent(
                sent.rule(),
                sent.line(),
                !sent.payload().isEmpty(),
                sent.messages().stream()
                        .map(message -> new Message(message.output().key(), message.text()))
                        .toList(),
                Arrays.stream(ChatOutput.values())
                        .filter(sent.unsent()::containsKey)
                        .map(output -> new Unsent(output.key(), sent.unsent().getOrDefault(output, "")))
                        .toList());
    }

    private static Reaction reaction(TimedReaction timed) {
        return new Reaction(
                timed.result().reaction(),
                timed.result().actionner(),
                timed.result().rule(),
                timed.result().target(),
                timed.result().outcome().name().toLowerCase(Locale.ROOT),
                timed.result().detail(),
                new Times((timed.begun() - timed.event()) / NANOS, (timed.ended() - timed.event()) / NANOS));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }
}
