// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static io.kguard.golden.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.ruletest.RuleTestRun;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule test that was not judged, for any reason, is an error that names it. */
@Tag("trust")
class RuleTestGateTest {
    private static final String PACKAGE = "io.kguard.internal.verify.FaultyTests$";

    /** Classes that share a run, because what happens in one keeps nothing of another from being judged. */
    private static final List<String> TOGETHER = List.of(
            "Good",
            "BeforeEachThrows",
            "ConstructorThrows",
            "InitialiserThrows",
            "SharedInstanceThrows",
            "BeforeAllThrows",
            "Misused",
            "NotFound",
            "Disabling",
            "DisabledAsAWhole",
            "Failing",
            "Skipped",
            "Forgiven",
            "Around",
            "Around$Inner",
            "Around$NotNested",
            "TooSlow");

    @TempDir
    static Path folder;

    private static RuleTestRun.Outcome together;

    @BeforeAll
    static void runTogether() throws IOException {
        together = run(TOGETHER.toArray(String[]::new));
        assertThat(together.problem()).isEmpty();
    }

    /** What the run of all said of some. */
    private static RuleTestRun.Outcome ofTogether(String... classes) {
        List<CheckResult> checks = together.checks().stream()
                .filter(check -> Arrays.stream(classes)
                        .anyMatch(name -> check.test().matches(Pattern.quote(PACKAGE + name) + "\\.\\w+")))
                .toList();
        return new RuleTestRun.Outcome(checks, together.problem());
    }

    @Test
    void aTestThatPassesIsOneCheckOfItsOwn() {
        assertThat(ofTogether("Good").checks()).singleElement().satisfies(check -> {
            assertThat(check.test()).isEqualTo(PACKAGE + "Good.fires");
            assertThat(check.rule()).isEqualTo(FaultyTests.RULE);
            assertThat(check.source()).isEqualTo("syscall");
            assertThat(check.verdict()).isEqualTo(new Verdict.Passed());
        });
    }

    @Test
    void whatGoesWrongBeforeARuleIsJudgedIsAnErrorOfTheTest() {
        RuleTestRun.Outcome outcome = ofTogether(
                "BeforeEachThrows",
                "ConstructorThrows",
                "InitialiserThrows",
                "SharedInstanceThrows",
                "BeforeAllThrows",
                "Misused");

        assertThat(outcome.checks()).hasSize(9);
        assertError(outcome, "BeforeEachThrows.test", "java.lang.IllegalStateException: no database\n  at " + PACKAGE);
        assertError(outcome, "ConstructorThrows.test", "not now");
        assertError(outcome, "InitialiserThrows.test", "For input string: \"many\"");
        assertError(outcome, "SharedInstanceThrows.test", "not ever");
        assertError(outcome, "BeforeAllThrows.one", "no network");
        assertError(outcome, "BeforeAllThrows.two", "no network");
        assertError(outcome, "Misused.withoutSource", "names no source of events; it needs one of @ScenarioSource,");
        assertError(outcome, "Misused.withTwoSources", "names 2 sources of events; it needs one of @ScenarioSource,");
        assertError(outcome, "Misused.withAnUnknownParameter", "No ParameterResolver registered");
    }

    @Test
    void whatGoesWrongAfterARuleWasJudgedIsAnErrorOfTheTest() throws IOException {
        RuleTestRun.Outcome outcome = run("AfterEachFails", "AfterAllThrows", "Good");

        assertThat(outcome.checks()).hasSize(3);
        assertError(outcome, "AfterEachFails.test", "something is left");
        assertThat(verdict(outcome, "AfterAllThrows.test")).isEqualTo(new Verdict.Passed());
        assertThat(outcome.problem())
                .contains(PACKAGE + "AfterAllThrows did not end as it should", "the server does not end");
    }

    @Test
    void whatJUnitDoesNotFindOrRunIsAnError() {
        RuleTestRun.Outcome outcome = ofTogether("NotFound", "Disabling", "DisabledAsAWhole");

        assertThat(outcome.checks()).hasSize(5);
        assertError(outcome, "NotFound.isPrivate", "JUnit did not find it, because the method is private");
        assertError(outcome, "NotFound.isStatic", "JUnit did not find it, because the method is static");
        assertError(
                outcome, "NotFound.returnsSomething", "JUnit did not find it, because the method does not return void");
        assertError(outcome, "Disabling.oneTest", "until the next release");
        assertError(outcome, "DisabledAsAWhole.test", "until the release after that");
    }

    @Test
    void aTestThatEndsTheJvmIsAnErrorAndSoAreThoseAfterIt() throws IOException {
        RuleTestRun.Outcome outcome = run("Exiting");

        assertThat(outcome.checks()).hasSize(3);
        assertThat(verdict(outcome, "Exiting.first")).isEqualTo(new Verdict.Passed());
        assertError(
                outcome,
                "Exiting.exits",
                "the JVM ended with exit status 0 while it ran. A test must not end the JVM.");
        assertError(
                outcome, "Exiting.never", "the JVM ended with exit status 0 while " + PACKAGE + "Exiting.exits ran.");
        assertThat(outcome.problem()).contains("The rule tests ended early");
        assertError(run("Halting"), "Halting.halts", "the JVM ended with exit status 0 while it ran");
    }

    @Test
    void testsOfOneRuleAndOneSourceAreTold() {
        RuleTestRun.Outcome outcome = ofTogether("Failing");

        assertThat(verdict(outcome, "Failing.one")).isEqualTo(new Verdict.Failed("the first message"));
        assertThat(verdict(outcome, "Failing.two")).isEqualTo(new Verdict.Failed("the second message"));
        SuiteResult result = new SuiteResult(List.of(), "", Duration.ofMillis(1500))
                .with(outcome.checks(), outcome.problem(), Duration.ZERO);
        assertThat(result.failed()).isEqualTo(2);
    }

    @Test
    void anExtensionThatTakesTheTestsPlaceDoesNotPassIt() {
        RuleTestRun.Outcome outcome = ofTogether("Skipped", "Forgiven");

        assertError(outcome, "Skipped.test", "The test ended before its rule was judged: The rule was not judged");
        assertThat(verdict(outcome, "Forgiven.test")).isEqualTo(new Verdict.Failed("not to be forgiven"));
    }

    @Test
    void otherTestsThatRunBesideThemMustPass() throws IOException {
        RuleTestRun.Outcome outcome = run("TaggedOtherwise");

        assertThat(outcome.checks()).hasSize(1);
        assertThat(outcome.problem()).contains("TaggedOtherwise.another, which has the tag kguard", "another test");
    }

    @Test
    void inheritedTestsCountForEachClassThatRunsThem() throws IOException {
        RuleTestRun.Outcome heirs = run("Heir", "OtherHeir");
        assertThat(heirs.checks())
                .extracting(CheckResult::test)
                .containsExactlyInAnyOrder(PACKAGE + "Heir.inherited", PACKAGE + "OtherHeir.inherited");
        assertThat(heirs.checks()).allMatch(check -> check.verdict() instanceof Verdict.Passed);
        assertThat(heirs.problem()).isEmpty();

        assertError(run("Overridden"), "Overridden.inherited", "JUnit did not find it");
        assertError(run("Base"), "Base.inherited", "JUnit did not find it");
    }

    /** If one class runs an inherited test, other classes must still run it. */
    @Test
    void anInheritedTestIsMissedInEachClassThatDoesNotRunIt() throws IOException {
        RuleTestRun.Outcome outcome = run("Base", "Heir", "Overridden", "PrivateHeir", "Heirs", "Heirs$NotNested");

        assertThat(verdict(outcome, "Heir.inherited")).isEqualTo(new Verdict.Passed());
        assertError(outcome, "Overridden.inherited", "JUnit did not find it");
        assertError(outcome, "PrivateHeir.inherited", "JUnit did not find it");
        assertError(outcome, "Heirs$NotNested.inherited", "JUnit did not find it");
        assertThat(outcome.checks()).hasSize(4);
    }

    @Test
    void innerClassesCount() {
        RuleTestRun.Outcome outcome = ofTogether("Around", "Around$Inner", "Around$NotNested");

        assertThat(outcome.checks()).hasSize(2);
        assertError(outcome, "Around$Inner.test", "nowhere");
        assertError(outcome, "Around$NotNested.test", "JUnit did not find it");
    }

    @Test
    void aClassPathWithoutTheirClassIsAnErrorOfEach() throws IOException {
        RuleTestRun run = prepare(Map.of(), "Good");
        RuleTestRun.Outcome outcome =
                new RuleTestRun(run.java(), List.of(folder), folder, run.workingDirectory(), Map.of(), 1).run();

        assertError(outcome, "Good.fires", "The rule test did not run: the JVM ended with exit status 1.");
        assertThat(outcome.problem()).contains("io.kguard.junit.RuleTestLauncher");
    }

    @Test
    void onlyTheChosenTestsRun() throws IOException {
        RuleTestRun run = prepare(Map.of(), "Good", "Failing", "BeforeAllThrows");
        RuleTestRun.Outcome some = run.run(test -> test.type().endsWith("Good"));
        assertThat(some.checks()).extracting(CheckResult::test).containsExactly(PACKAGE + "Good.fires");
        assertThat(some.problem()).isEmpty();

        RuleTestRun.Outcome none = run.run(test -> false);
        assertThat(none.checks()).isEmpty();
        assertThat(none.problem()).isEmpty();
    }

    @Test
    void theConsoleNamesEachTest() throws IOException {
        RuleTestRun.Outcome outcome = run("Good", "Disabling", "AfterEachFails", "Failing");
        SuiteResult result = new SuiteResult(List.of(), "", Duration.ofMillis(1500))
                .with(outcome.checks(), outcome.problem(), Duration.ZERO);
        List<String> lines = ConsoleReport.summary(result, true, 0).stream()
                .map(line -> line.replaceAll(" +\\d+ ms", "  N ms"))
                .map(line -> line.replaceAll("java:\\d+", "java:N"))
                .toList();

        assertGolden(String.join("\n", lines) + "\n", "verify/rule-tests.txt");
    }

    @Test
    void eachTestOfAMatrixIsACheckOfItsOwn() throws IOException {
        RuleTestRun.Outcome outcome = run("Matrix");

        assertThat(outcome.checks()).hasSize(3);
        assertThat(verdict(outcome, "Matrix.inPods pod=jenkins-0")).isEqualTo(new Verdict.Passed());
        assertThat(verdict(outcome, "Matrix.inPods pod=web.other")).isInstanceOf(Verdict.Failed.class);
        assertError(outcome, "Matrix.inNone", "The rule test did not run");
        assertThat(outcome.problem()).contains("@RuleTestMatrix of inNone has no values");
    }

    @Test
    void aTestThatReachesItsLimitIsAnErrorThatNamesIt() {
        RuleTestRun.Outcome outcome = ofTogether("TooSlow");

        assertThat(outcome.checks()).hasSize(3);
        assertError(outcome, "TooSlow.inItsSource", "The test reached its limit of 300 ms (@Timeout).");
        assertError(outcome, "TooSlow.inItsBody", "The test reached its limit of 300 ms (@Timeout).");
        assertThat(verdict(outcome, "TooSlow.afterwards")).isEqualTo(new Verdict.Passed());
    }

    private static Verdict verdict(RuleTestRun.Outcome outcome, String test) {
        List<Verdict> verdicts = outcome.checks().stream()
                .filter(check -> check.test().equals(PACKAGE + test))
                .map(CheckResult::verdict)
                .toList();
        assertThat(verdicts).as("verdicts of " + test + " among " + outcome).hasSize(1);
        return verdicts.get(0);
    }

    private static void assertError(RuleTestRun.Outcome outcome, String test, String reason) {
        assertThat(verdict(outcome, test))
                .isInstanceOfSatisfying(
                        Verdict.Errored.class,
                        error -> assertThat(error.reason()).contains(reason));
    }

    /** What may be left out here is no pass in the gate. */
    @Test
    void whatThisMachineCannotPlayIsNotRunWhetherItIsDisabledThenOrNot() throws IOException {
        RuleTestRun.Outcome outcome = prepare(
                        Map.of("kguard.runc", folder.resolve("no-runc").toString()), "WithoutLive", "NeedingLive")
                .run();

        assertThat(outcome.checks()).hasSize(2).allSatisfy(check -> {
            assertThat(check.verdict().word()).isEqualTo("not run");
            assertThat(check.verdict().reason()).doesNotContain("aborted");
        });
        assertThat(outcome.problem()).isEmpty();
    }

    private static RuleTestRun.Outcome run(String... classes) throws IOException {
        return prepare(Map.of(), classes).run();
    }

    /** The run of some of the faulty classes, copied to a separate folder. */
    private static RuleTestRun prepare(Map<String, String> properties, String... classes) throws IOException {
        Path classFolder = Files.createTempDirectory(folder, "classes");
        for (String name : classes) {
            String file = (PACKAGE + name).replace('.', '/') + ".class";
            Path copy = classFolder.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of("target/test-classes", file), copy);
        }
        List<Path> classPath = Stream.concat(
                        Stream.of(classFolder),
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(Path::of)
                                .map(Path::toAbsolutePath))
                .toList();
        return new RuleTestRun(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                classPath,
                classFolder,
                Path.of("").toAbsolutePath(),
                properties,
                5);
    }
}
