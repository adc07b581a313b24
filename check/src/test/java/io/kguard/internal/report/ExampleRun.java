// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.condition.ClauseCoverage;
import io.kguard.internal.condition.syntax.Span;
import io.kguard.internal.report.RuleFigures.Cost;
import io.kguard.internal.report.RuleFigures.Mutants;
import io.kguard.internal.report.RuleFigures.Noise;
import io.kguard.internal.report.RuleFigures.Survivor;
import io.kguard.output.ChatMessage;
import io.kguard.output.ChatOutput;
import io.kguard.reaction.ReactionResult;
import io.kguard.reaction.TimedReaction;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.Chain;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.ClusterChange;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.Findings;
import io.kguard.verdict.Findings.Program;
import io.kguard.verdict.Findings.Raised;
import io.kguard.verdict.Findings.RanStep;
import io.kguard.verdict.StoppedProcess;
import io.kguard.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A run with every kind of check, and with texts that try to be markup or commands. */
final class ExampleRun {
    static final Environment ENVIRONMENT = new Environment(
            Instant.parse("2026-11-26T12:00:00Z"), "0.1.0", "0.45", "17.0.17", "Linux 6.12.63 amd64", "", "");

    /** Text that must not mean anything in a report. */
    static final String HOSTILE =
            "<script>alert(1)</script> ]]> \"' & ::error::x ##vso[task.setvariable variable=x]y %0A @all | `a` \u001b[31m \u0000\n"
                    + "second line ``` <img src=x onerror=alert(1)>";

    private static final SourcePlace PLACE = new SourcePlace("src/kguard/rules/rules.yaml", 12, 3);
    private static final SourcePlace CLAUSE = new SourcePlace("src/kguard/rules/rules.yaml", 15, 27);
    private static final long FIRED = 1_764_158_400_000_000_000L;
    private static final Findings FINDINGS = new Findings(
            Map.of("Terminal shell in container", 1L),
            List.of(new Raised("Terminal shell in container", "Notice", 7, FIRED, HOSTILE, 12)),
            List.of(new Program(12, 1, 1_764_158_399_000_000_000L, "sh -c " + HOSTILE)),
            new Chain(
                    List.of(new Chain.Sent(
                            "Terminal shell in container",
                            "{\"output\":\"</pre><script>alert(2)</script>\"}",
                            HOSTILE,
                            List.of(new ChatMessage(
                                    ChatOutput.SLACK,
                                    HOSTILE,
                                    HOSTILE,
                                    "",
                                    new ChatMessage.Attachment(
                                            "\"/><script>alert(3)</script>",
                                            HOSTILE,
                                            List.of(new ChatMessage.Field(HOSTILE, HOSTILE, true)),
                                            HOSTILE),
                                    "{}")),
                            Map.of(ChatOutput.TEAMS, HOSTILE))),
                    List.of(
                            reaction(ReactionResult.Outcome.LEFT_ALONE, 20_000_000L),
                            reaction(ReactionResult.Outcome.DONE, 30_000_000L)),
                    List.of(new StoppedProcess("Terminal shell in container", FIRED, Duration.ofMillis(138), true)),
                    List.of(
                            new ClusterChange(HOSTILE, "Running on " + HOSTILE, ClusterChange.GONE),
                            new ClusterChange("node kguard-node", "takes pods", "takes pods"))),
            List.of(new RanStep("exec in web: sh -c " + HOSTILE, 3, HOSTILE, 12)));

    private static final RuleFigures FIGURES = new RuleFigures(
            Optional.of(new Mutants(
                    10,
                    List.of(new Survivor(
                            "removing proc.name != \"<b>\"",
                            "exceptions",
                            "an act " + HOSTILE,
                            "",
                            24,
                            new SourcePlace("r.yaml", 4, 9))))),
            Optional.of(new Cost(0.25, 400, 7, Map.of("An earlier rule", 7L), "kubectl-exec-shell")),
            Optional.of(new Noise(3, 0.5, List.of("ci-build"))));

    private static final Run.Caveats NO_CAVEATS = new Run.Caveats("", List.of());

    private ExampleRun() {}

    private static TimedReaction reaction(ReactionResult.Outcome outcome, long after) {
        return new TimedReaction(
                new ReactionResult(
                        "Answer",
                        "Delete",
                        "kubernetes:terminate",
                        "Terminal shell in container",
                        HOSTILE,
                        outcome,
                        HOSTILE),
                FIRED,
                FIRED + after,
                FIRED + after + 50_000_000L);
    }

    static Run mixed() {
        return new Run(
                ENVIRONMENT,
                Duration.ofMillis(1234),
                new Run.Caveats("", List.of("No scenario: pod.yaml is a Kubernetes manifest " + HOSTILE)),
                List.of(
                        rule("Terminal shell in container", "", true),
                        rule("Nothing checks {this} & <that>", "", false),
                        rule("Left out", "the rule is disabled: enabled: false", false),
                        unloaded("A misspelt source {this} & <that>", "Unknown source syscal, skipping " + HOSTILE)),
                List.of(
                        check(
                                "kubectl-exec-shell",
                                Expectation.fires("Terminal shell in container"),
                                new Verdict.Passed(),
                                ""),
                        check(
                                "plain-exec",
                                Expectation.silent("Terminal shell in container"),
                                new Verdict.Failed("It fired.\n" + HOSTILE),
                                ""),
                        check(
                                "other",
                                Expectation.fires("Terminal shell in container"),
                                new Verdict.Errored("17 events were lost"),
                                "example.ShellTest.aShell"),
                        new CheckEntry(
                                CheckResult.notRun(
                                        "live",
                                        EventOrigin.LIVE,
                                        Expectation.fires("Terminal shell in container"),
                                        "there is no runc. Install it.\n" + HOSTILE),
                                CheckEntry.About.NOTHING,
                                Optional.of(PLACE),
                                Optional.empty(),
                                Optional.empty()),
                        new CheckEntry(
                                CheckResult.withoutSimulation(
                                        "unknown",
                                        Expectation.fires("No such rule"),
                                        "no rule with this name is loaded"),
                                CheckEntry.About.NOTHING,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                List.of(
                        new OmittedCheck(
                                OmittedCheck.Kind.DROPPED,
                                "miner",
                                "Crypto miner",
                                "fires",
                                "no rule with this name is loaded"),
                        new OmittedCheck(
                                OmittedCheck.Kind.DROPPED,
                                "build",
                                "Crypto miner",
                                "silent",
                                "no rule with this name is loaded"),
                        new OmittedCheck(
                                OmittedCheck.Kind.DROPPED,
                                "quiet-miner",
                                "Crypto miner",
                                "fires",
                                "no rule with this name is loaded"),
                        new OmittedCheck(
                                OmittedCheck.Kind.UNSET,
                                "node-joined",
                                "Untrusted node",
                                "fires",
                                "the list known_nodes is empty",
                                List.of("- list: known_nodes\n  items: [worker-1]\n")),
                        new OmittedCheck(
                                OmittedCheck.Kind.SKIPPED,
                                "on-node",
                                "User added",
                                "fires",
                                "it requires the node itself")),
                List.of(new Table("Noise", HOSTILE, List.of("Rule", "Example"), List.of(List.of("A rule", HOSTILE)))));
    }

    static Run impossible() {
        return Run.impossible(ENVIRONMENT, Duration.ZERO, "The rules do not load.\n" + HOSTILE);
    }

    private static RuleEntry unloaded(String name, String reason) {
        return new RuleEntry(
                new RuleEntry.Declared(name, "", "Critical", "syscal", List.of(), PLACE, ""),
                reason,
                true,
                RuleEntry.Shown.NONE,
                RuleEntry.Shown.NONE,
                RuleFigures.NONE);
    }

    private static RuleEntry rule(String name, String unevaluated, boolean fires) {
        return new RuleEntry(
                new RuleEntry.Declared(
                        name,
                        HOSTILE,
                        "Notice",
                        "syscall",
                        List.of("T1059", "container"),
                        PLACE,
                        "evt.type = execve and proc.name != \"<b>\""),
                unevaluated,
                false,
                new RuleEntry.Shown(fires, false, Optional.empty()),
                RuleEntry.Shown.NONE,
                unevaluated.isEmpty() ? FIGURES : RuleFigures.NONE);
    }

    private static CheckEntry check(String scenario, Expectation expectation, Verdict verdict, String test) {
        CheckResult result = new CheckResult(
                new CheckResult.Subject(scenario, test, EventOrigin.LIVE),
                expectation,
                "syscall",
                verdict,
                new CheckResult.Counts(71, 412, 0),
                List.of("a note " + HOSTILE),
                new CheckResult.Evidence(
                        Optional.empty(),
                        FINDINGS,
                        verdict instanceof Verdict.Passed ? "The rule fired first on event 7." : "",
                        Optional.empty()));
        return new CheckEntry(
                result,
                new CheckEntry.About(
                        "A shell " + HOSTILE,
                        List.of("T1609", "T1059.004"),
                        "execution",
                        "the shell is real, its user is not " + HOSTILE),
                Optional.of(PLACE),
                verdict instanceof Verdict.Failed && expectation.isFires() ? Optional.of(CLAUSE) : Optional.empty(),
                Optional.empty());
    }

    /** The check of an attack, and two of derived scenarios, one of a rule that has no other. */
    static Run derived() {
        CheckEntry attack = check("shell", Expectation.fires("Terminal shell in container"), new Verdict.Passed(), "");
        CheckEntry beside =
                check("derived-shell", Expectation.fires("Terminal shell in container"), new Verdict.Passed(), "");
        CheckEntry alone = check("derived-other", Expectation.fires("Another rule"), new Verdict.Passed(), "");
        return new Run(
                ENVIRONMENT,
                Duration.ZERO,
                NO_CAVEATS,
                List.of(
                        rule("Terminal shell in container", "", true),
                        rule("Another rule", "", false)
                                .with(
                                        RuleEntry.Shown.NONE,
                                        new RuleEntry.Shown(true, false, Optional.empty()),
                                        FIGURES),
                        rule("Nothing checks it", "", false)),
                List.of(
                        attack,
                        beside.withResult(beside.result().asDerived()),
                        alone.withResult(alone.result().asDerived())),
                List.of(),
                List.of());
    }

    /** A rule whose clauses derived acts decided, alone or beside an attack. */
    static Run marked(boolean alone) {
        ClauseCoverage clause = new ClauseCoverage(
                "evt.type = execve", new Span(0, 17, 1, 1), ClauseCoverage.Kind.CHECK, 1, 0, List.of());
        RuleEntry.Shown shown = new RuleEntry.Shown(true, false, Optional.of(clause));
        return new Run(
                ENVIRONMENT,
                Duration.ZERO,
                NO_CAVEATS,
                List.of(rule("Terminal shell in container", "", false)
                        .with(alone ? RuleEntry.Shown.NONE : shown, shown, FIGURES)),
                List.of(),
                List.of(),
                List.of());
    }

    /** One check with a verdict. */
    static Run one(Verdict verdict) {
        return new Run(
                ENVIRONMENT,
                Duration.ZERO,
                NO_CAVEATS,
                List.of(rule("Terminal shell in container", "", false)),
                List.of(check("one", Expectation.fires("Terminal shell in container"), verdict, "")),
                List.of(),
                List.of());
    }

    /** Many checks that failed. */
    static Run manyFailed(int count) {
        return new Run(
                ENVIRONMENT,
                Duration.ZERO,
                NO_CAVEATS,
                List.of(),
                IntStream.range(0, count)
                        .mapToObj(i -> check("s" + i, Expectation.fires("R"), new Verdict.Failed("It is silent."), ""))
                        .toList(),
                List.of(),
                List.of());
    }
}
