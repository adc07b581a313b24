// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import static io.kguard.golden.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.verify.Chosen;
import io.kguard.internal.verify.ConsoleReport;
import io.kguard.internal.verify.EvaluatedRules;
import io.kguard.internal.verify.OmittedChecks;
import io.kguard.internal.verify.SuitePlan;
import io.kguard.internal.verify.TestRules;
import io.kguard.internal.verify.Verification;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.EventOrigin;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuiteResultTest {
    private static final Expectation FIRES = Expectation.fires("Terminal shell in container");
    private static final Verdict PASSED = new Verdict.Passed();
    private static final Verdict FAILED =
            new Verdict.Failed("Rule \"A\" did not fire in <one>.\n    [NO ] a = \"b\" & c");
    private static final Verdict ERRORED = new Verdict.Errored("17 events were lost\u0000");

    private final SuiteResult mixed = new SuiteResult(
            List.of(
                    check("one", PASSED),
                    check("two", FAILED),
                    check("three", ERRORED),
                    check("four", ERRORED).withTest("example.ATest.four")),
            "",
            Duration.ofMillis(1234));

    @Test
    void onlyPassedChecksMakeItGreen() {
        assertThat(result(check("one", PASSED)).isGreen()).isTrue();
        assertThat(result(check("one", PASSED), check("two", FAILED)).isGreen()).isFalse();
        assertThat(result(check("one", PASSED), check("two", ERRORED)).isGreen())
                .isFalse();
    }

    @Test
    void noCheckAtAllIsNoGreen() {
        assertThat(result().isGreen()).isFalse();
        SuiteResult refused = result().orNothingChecked("Name some.");
        assertThat(refused.errors()).isEqualTo(1);
        assertThat(refused.problem()).isEqualTo("There was nothing to check. Name some.");
    }

    @Test
    void nothingIsGreenIfNothingWasAskedAlone() {
        SuiteResult none = result().orNothingAsked("No check has the tag.");
        assertThat(none.isGreen()).isTrue();
        assertThat(none.missing("0 checks were judged").isGreen()).isFalse();
        assertThat(none.with(List.of(), "The rule tests ended early.", Duration.ZERO)
                        .isGreen())
                .isFalse();
        assertThat(none.with(List.of(check("one", FAILED)), "", Duration.ZERO).isGreen())
                .isFalse();
        assertThat(SuiteResult.impossible("The rules do not load.")
                        .orNothingAsked("No check has the tag.")
                        .isGreen())
                .isFalse();
        assertThat(result(check("one", ERRORED))
                        .orNothingAsked("No check has the tag.")
                        .isGreen())
                .isFalse();
    }

    @Test
    void aMissedThresholdIsNeitherGreenNorAnError() {
        SuiteResult missed = result(check("one", PASSED)).missing("").missing("Too few.");
        assertThat(missed.isGreen()).isFalse();
        assertThat(missed.errors()).isZero();
        assertThat(missed.with(List.of(check("two", PASSED)), "", Duration.ZERO).missed())
                .isEqualTo("Too few.");
        assertThat(Verification.gate(missed)).get().asString().endsWith("; a threshold is missed");
    }

    @Test
    void theNumbersOfTheTotalAddUp() {
        assertThat(ConsoleReport.total(mixed, 0)).startsWith("4 checks: 1 passed, 1 failed, 2 errors in 1.2 s");
        assertThat(ConsoleReport.total(mixed.with(List.of(), "The rule tests ended early.", Duration.ZERO), 0))
                .isEqualTo("4 checks: 1 passed, 1 failed, 2 errors in 1.2 s; the run as a whole could not be judged");
    }

    @Test
    void aProblemOfTheWholeIsAnError() {
        SuiteResult impossible = SuiteResult.impossible("The rules do not load.");
        assertThat(impossible.isGreen()).isFalse();
        assertThat(impossible.errors()).isEqualTo(1);
        assertThat(Verification.gate(impossible)).isPresent();
    }

    @Test
    void aRuleTestIsACheckOfItsOwnAlsoIfAScenarioHasTheSame() {
        SuiteResult both = result(check("one", PASSED), check("two", FAILED))
                .with(
                        List.of(
                                check("one", ERRORED).withTest("A.one"),
                                check("one", PASSED).withTest("A.two")),
                        "",
                        Duration.ZERO);

        assertThat(both.checks()).extracting(CheckResult::test).containsExactly("", "", "A.one", "A.two");
        assertThat(both.checks()).extracting(CheckResult::verdict).containsExactly(PASSED, FAILED, ERRORED, PASSED);
    }

    @Test
    void ruleTestsThatBrokeOffAreAnError() {
        SuiteResult broken = result(check("one", PASSED)).with(List.of(), "The rule tests ended early.", Duration.ZERO);

        assertThat(broken.isGreen()).isFalse();
        assertThat(broken.errors()).isEqualTo(1);
    }

    @Test
    void theConsoleExplainsWhatDidNotPass() throws IOException {
        StringBuilder text = new StringBuilder();
        ConsoleReport.missing(plan().dropped())
                .forEach(line -> text.append(line).append('\n'));
        ConsoleReport.summary(mixed, true, 1)
                .forEach(line -> text.append(ConsoleText.of(line)).append('\n'));
        assertGolden(text.toString(), "verify/console.txt");
    }

    private static SuitePlan plan() {
        return new SuitePlan(
                TestRules.compiled(),
                EvaluatedRules.of(TestRules.loaded(), TestRules.compiled()),
                new SuitePlan.Made(Map.of(), List.of()),
                new OmittedChecks(
                        List.of(
                                new OmittedCheck(
                                        OmittedCheck.Kind.DROPPED,
                                        "metadata-service",
                                        "Contact cloud metadata",
                                        "fires",
                                        "no rule with this name is loaded"),
                                new OmittedCheck(
                                        OmittedCheck.Kind.DROPPED,
                                        "plain-shell",
                                        "Some <rule>",
                                        "silent",
                                        "the rule is disabled: enabled: false (rules.yaml:1:3)"),
                                new OmittedCheck(
                                        OmittedCheck.Kind.SKIPPED,
                                        "user-on-node",
                                        "User added",
                                        "fires",
                                        "it requires the node itself"),
                                new OmittedCheck(
                                        OmittedCheck.Kind.UNSET,
                                        "node-joined",
                                        "Untrusted node",
                                        "fires",
                                        "the list known_nodes is empty",
                                        List.of("- list: known_nodes\n  items: [worker-1]\n"))),
                        List.of(),
                        Chosen.ALL),
                new SuitePlan.Unchecked(List.of(), List.of(), List.of()),
                Chosen.ALL,
                ScenarioCatalogue.ofFiles(List.of()));
    }

    private static SuiteResult result(CheckResult... checks) {
        return new SuiteResult(List.of(checks), "", Duration.ZERO);
    }

    private static CheckResult check(String scenario, Verdict verdict) {
        return new CheckResult(
                new CheckResult.Subject(scenario, EventOrigin.LIVE),
                FIRES,
                "syscall",
                verdict,
                new CheckResult.Counts(71, 412, 0),
                List.of(),
                CheckResult.Evidence.NONE);
    }
}
