// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exit status says whether a rule is wrong, could not be judged, or was never asked about. */
@Tag("trust")
class ExitStatusTest {
    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int NOT_JUDGED = 2;
    private static final int WRONG_USE = 64;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        SmallProject.in(folder);
    }

    @Test
    void whatPassesIsZero() throws Exception {
        Program verified = Program.call(folder, "verify", "--catalogue", "off");

        assertThat(verified.error()).isEmpty();
        assertThat(verified.status()).isEqualTo(PASSED);
        assertThat(verified.out()).contains("2 checks: 2 passed, 0 failed, 0 errors");
        assertThat(folder.resolve("target/kguard/results.json")).content().contains("\"verdict\": \"passed\"");
        assertThat(Program.call(folder, "lint").status()).isEqualTo(PASSED);
    }

    @Test
    void aFailedCheckIsOne() throws Exception {
        SmallProject.missTheAttack(folder);

        Program verified = Program.call(folder, "verify", "--catalogue", "off");

        assertThat(verified.status()).isEqualTo(FAILED);
        assertThat(verified.out()).contains("Rule \"Passwords read\" did not fire in scenario shadow.");
        assertThat(verified.out()).contains("2 checks: 1 passed, 1 failed, 0 errors");
        // the total stands above: it is not said twice
        assertThat(verified.error()).isEqualTo("kguard found rules that fail their checks\n");
    }

    /** Who tries again after a 2 would hide what failed. */
    @Test
    void aFailedCheckBesideAnErrorIsOneAndBothAreToBeSeen() throws Exception {
        SmallProject.missTheAttack(folder);
        SmallProject.write(folder.resolve("src/kguard/scenarios/other.yaml"), """
                scenario: other
                title: Reads the password hashes, too
                attack: [T1003.008]
                events: shadow.events.yaml
                fires: [No such rule]
                """);

        Program verified = Program.run(folder, "verify", "--catalogue", "off");

        assertThat(verified.status()).isEqualTo(FAILED);
        assertThat(verified.out()).contains("3 checks: 1 passed, 1 failed, 1 error in ");
        assertThat(verified.error())
                .isEqualTo("kguard found rules that fail their checks, and could not judge every check\n");
        assertThat(folder.resolve("target/kguard/results.json"))
                .content()
                .contains("\"passed\": 1, \"failed\": 1, \"error\": 1", "\"verdict\": \"failed\"");
        assertThat(folder.resolve("target/kguard/TEST-kguard.xml"))
                .content()
                .contains("tests=\"3\" failures=\"1\" errors=\"1\"");
    }

    @Test
    void aMissedThresholdIsOne() throws Exception {
        Program verified = Program.run(folder, "verify", "--catalogue", "off", "--min-clause-coverage", "100");

        assertThat(verified.out())
                .containsPattern("\nFAILED\nThe checks cover .* at least 100.0 % are required")
                .contains("2 checks: 2 passed, 0 failed, 0 errors", "; a threshold is missed");
        assertThat(verified.error()).isEqualTo("kguard found a threshold that is missed\n");
        assertThat(verified.status()).isEqualTo(FAILED);
        assertThat(folder.resolve("target/kguard/results.json"))
                .content()
                .contains("\"verdict\": \"failed\"", "\"problem\": \"\"", "\"missed\": \"The checks cover ");
        assertThat(folder.resolve("target/kguard/TEST-kguard.xml"))
                .content()
                .contains("tests=\"3\" failures=\"1\" errors=\"0\"", "the thresholds are met");
    }

    /** What could not be judged may be all that is missing. */
    @Test
    void aMissedThresholdBesideAnErrorIsTwo() throws Exception {
        SmallProject.write(folder.resolve("src/kguard/scenarios/other.yaml"), """
                scenario: other
                title: Reads the password hashes, too
                attack: [T1003.008]
                events: shadow.events.yaml
                fires: [No such rule]
                """);

        Program verified = Program.run(folder, "verify", "--catalogue", "off", "--min-checks", "3");

        assertThat(verified.out()).contains("3 checks: 2 passed, 0 failed, 1 error in ", "; a threshold is missed");
        assertThat(verified.status()).isEqualTo(NOT_JUDGED);
    }

    @Test
    void aChoiceOfNothingIsZeroAndSaysSo() throws Exception {
        SmallProject.write(folder.resolve("src/kguard/rules/z.yaml"), """
                - rule: Never tried
                  desc: No scenario is about it
                  condition: evt.type = mkdir
                  output: a folder
                  priority: NOTICE
                  tags: [folders]
                """);

        Program verified = Program.run(folder, "verify", "--catalogue", "off", "--only", "tag:folders");

        assertThat(verified.out())
                .contains(
                        "There is nothing to check: no check that can be made is chosen by --only=tag:folders.",
                        "0 checks: 0 passed, 0 failed, 0 errors");
        assertThat(verified.error()).isEmpty();
        assertThat(verified.status()).isEqualTo(PASSED);
        // with none of a tag, more than none is another thing
        assertThat(Program.run(folder, "verify", "--catalogue", "off", "--only", "tag:folders", "--min-checks", "1")
                        .status())
                .isEqualTo(FAILED);
        // a rule is no filter: who names it wants it checked
        assertThat(Program.run(folder, "verify", "--catalogue", "off", "--only", "Never tried")
                        .status())
                .isEqualTo(NOT_JUDGED);
    }

    /** A first run over own rules has no test yet. */
    @Test
    void rulesWithoutAScenarioAreToldHowToGetOne() throws Exception {
        Path own = Files.createDirectory(folder.resolve("own"));
        Path rules = own.resolve("own.yaml");
        SmallProject.secretReadRule(rules);
        String[] verify = {"verify", rules.toString(), "--catalogue", "off"};

        Program verified = Program.run(own, verify);

        assertThat(verified.out())
                .contains("There was nothing to check. No scenario is about a rule that is loaded: write one, or let"
                        + " kguard derive --missing make a test of each rule's condition.");
        assertThat(verified.status()).isEqualTo(NOT_JUDGED);
        SmallProject.write(rules, "- macro: nothing\n  condition: proc.name exists\n");
        assertThat(Program.run(own, verify).out()).contains("No rule is loaded: name rule files with --rules.");
    }

    /** A wrong call did nothing, also not to what an earlier one left; whatever did not end after that is no report of it. */
    @Test
    void aNameThatThereIsNotLeavesTheLastReport() throws Exception {
        assertThat(Program.run(folder, "verify", "--catalogue", "off").status()).isEqualTo(PASSED);
        Path report = folder.resolve("target/kguard/report.html");

        assertThat(Program.run(folder, "verify", "--catalogue", "off", "--only", "shadw")
                        .status())
                .isEqualTo(NOT_JUDGED);
        assertThat(report).exists();

        assertThat(Program.run(folder, "verify", "--catalogue", "off", "--config", "nowhere.yaml")
                        .status())
                .isNotEqualTo(PASSED);
        Files.writeString(folder.resolve("src/kguard/rules/rules.yaml"), "- rule: Passwords read\n");
        assertThat(Program.run(folder, "verify", "--catalogue", "off").status()).isEqualTo(NOT_JUDGED);
        assertThat(report).content().contains("The rules do not load");
    }

    /** Who names another file by mistake does not get its lines into a log. */
    @Test
    void linesOfAWrongFileAreNotShown() throws Exception {
        Path wrong = folder.resolve("secrets.yaml");
        SmallProject.write(wrong, "password of the database is hunter2\n".repeat(5));

        Program verified = Program.run(folder, "verify", "--catalogue", "off", "--scenarios", wrong.toString());

        assertThat(verified.out()).contains("a scenario must be a mapping, not a text");
        assertThat(verified.out() + verified.error()).doesNotContain("hunter2");
    }

    @Test
    void aMissedThresholdIsNamedAsTheProgramTakesIt() {
        Program verified = Program.run(folder, "verify", "--catalogue", "off", "--min-clause-coverage", "100");

        assertThat(verified.out()).contains("at least 100.0 % are required (--min-clause-coverage).");
    }

    @ParameterizedTest
    @CsvSource({"tag:folder", "shadw", "scenario:shadw", "technique:T9999", "no-*", "tag:*x"})
    void aNameOfNothingIsNoChoiceOfNothing(String name) throws Exception {
        Program verified = Program.run(folder, "verify", "--catalogue", "off", "--only", name);

        assertThat(verified.error()).contains("--only: there is no ");
        assertThat(verified.status()).isEqualTo(NOT_JUDGED);
    }

    @Test
    void checksThatNoChangeConcernsAreZero() throws Exception {
        String rules = folder.resolve("src/kguard/rules").toString();

        Program verified = Program.run(folder, "verify", "--catalogue", "off", "--only", "changes", "--against", rules);

        assertThat(verified.out()).contains("There is nothing to check: no check can come out otherwise than with ");
        assertThat(verified.status()).isEqualTo(PASSED);
    }

    @Test
    void whatCannotBeJudgedIsTwo() throws Exception {
        Files.writeString(folder.resolve("src/kguard/rules/rules.yaml"), "- rule: Passwords read\n");

        Program verified = Program.call(folder, "verify", "--catalogue", "off");

        assertThat(verified.status()).isEqualTo(NOT_JUDGED);
        assertThat(verified.out()).contains("The rules do not load.");
        assertThat(verified.error()).isEqualTo("kguard could not judge every check\n");
    }

    /** An empty variable of a script must not switch off what it was to ask for. */
    @ParameterizedTest
    @CsvSource({
        "--rules, '', is given and empty",
        "--scenarios, '', is given and empty",
        "--only, ' ', is given and empty",
        "--max-noise, '', is given and empty",
        "--baseline, '', is given and empty",
        "--allow, '', is given and empty",
        "--allow, no/such/folder, which does not exist"
    })
    void anOptionThatSaysNothingIsWrongUse(String option, String value, String message) throws Exception {
        Program verified = Program.call(folder, "verify", "--catalogue", "off", option, value);

        assertThat(verified.error()).contains(message);
        assertThat(verified.status()).isEqualTo(WRONG_USE);
    }

    @Test
    void tooFewChecksAreOne() throws Exception {
        assertThat(Program.call(folder, "verify", "--catalogue", "off", "--min-checks", "2")
                        .status())
                .isEqualTo(PASSED);
        assertThat(Program.call(folder, "verify", "--catalogue", "off", "--min-checks", "3")
                        .status())
                .isEqualTo(FAILED);
    }

    /** Lint judges the rules themselves. */
    @Test
    void rulesThatDoNotLoadFailLint() throws Exception {
        Files.writeString(folder.resolve("src/kguard/rules/rules.yaml"), "- rule: Passwords read\n");

        assertThat(Program.call(folder, "lint").status()).isEqualTo(FAILED);
    }

    @Test
    void wrongUseIsSixtyFour() throws Exception {
        Program called = Program.call(folder, "verify", "--catalogue", "of");

        assertThat(called.status()).isEqualTo(WRONG_USE);
        assertThat(called.out()).isEmpty();
        assertThat(called.error()).isEqualTo("""
                kguard: --catalogue is "of"; it can be "on" or "off"
                See kguard verify --help
                """);
    }

    @Test
    void onlyAFalcoJudgesBeside() {
        assertThat(Program.run(folder, "replay", "a.scap", "--beside", "sysdig").error())
                .startsWith("kguard: --beside is \"sysdig\"; it can be falco or live");
    }

    @Test
    void everyKindOfWrongUseIs() {
        for (String call : new String[] {
            "",
            "verfy",
            "--strict",
            "lint --strikt",
            "lint --rules",
            "verify --repeat x",
            "verify --only changes",
            "record shadow",
            "record",
            "replay",
            "replay a.scap --audit b.log",
            "replay a.scap --falco-image falco",
            "replay a.scap --beside sysdig",
            "replay a.scap --beside falco --falco-binary falco --falco-image falco",
            "board target",
            "board a=x a=y",
            "board ../a=x",
            "lint --falco 0.39 .",
            "lint a.yaml --rules b.yaml",
            "lint no/*.yaml",
            "verify --skip",
            "new",
            "new rule",
            "new rule ---",
            "new rle x",
            "doctor x",
        }) {
            Program called = Program.run(folder, call.isEmpty() ? new String[0] : call.split(" "));

            assertThat(called.status()).as(call + ": " + called.error()).isEqualTo(WRONG_USE);
            assertThat(called.error()).as(call).isNotEmpty().doesNotContain("-Dkguard", "mvn ", "Exception");
            assertThat(called.out()).as(call).isEmpty();
        }
    }

    /** A lost attack is a failure only for who asks for it; what could not be compared is never a pass. */
    @Test
    void aLostAttackIsOneIfAskedFor() throws Exception {
        Path rules = folder.resolve("src/kguard/rules/rules.yaml");
        String before = Files.copy(rules, folder.resolve("before.yaml")).toString();
        SmallProject.write(rules, Files.readString(rules).replace("proc.name = cat", "proc.name = dog"));
        for (String command : new String[] {"diff", "review"}) {
            assertThat(Program.run(folder, command, before, "--catalogue", "off")
                            .status())
                    .isEqualTo(PASSED);
            Program failing = Program.run(folder, command, before, "--catalogue", "off", "--fail-on=lost");
            assertThat(failing.status()).as(failing.out()).isEqualTo(FAILED);
            assertThat(failing.out()).contains("does so any more");
            assertThat(failing.error()).startsWith("kguard: attacks are lost").doesNotContain("Exception");

            Path report = folder.resolve("target/kguard/" + command + ".md");
            assertThat(report).content().contains("does so any more:** shadow");
            assertThat(Program.run(folder, command, before, "--fail-on=won").status())
                    .isEqualTo(WRONG_USE);
            assertThat(Program.run(folder, command, "no-such-revision").status())
                    .isEqualTo(NOT_JUDGED);
            assertThat(report).as("an earlier report is not taken for this one").doesNotExist();
        }
    }

    @Test
    void aFileThatIsNotThereCannotBeJudged() {
        assertThat(Program.run(folder, "replay", "none.scap").status()).isEqualTo(NOT_JUDGED);
        assertThat(Program.run(folder, "diff", "no-such-revision").status()).isEqualTo(NOT_JUDGED);
        // but for lint, rules that can't be read are rules with a mistake
        assertThat(Program.run(folder, "lint", "none.yaml").status()).isEqualTo(FAILED);
    }

    /** A mistake in kguard is no verdict on the rules. */
    @Test
    void aMistakeOfKguardIsTwo() {
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        PrintStream broken = new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void print(String text) {
                throw new IllegalStateException("the test breaks it");
            }
        };

        int status = new Launcher(
                        new ByteArrayInputStream(new byte[0]), broken, new PrintStream(error, true, UTF_8), folder)
                .run("--help");

        assertThat(status).isEqualTo(NOT_JUDGED);
        assertThat(error.toString(UTF_8))
                .startsWith("kguard has made a mistake")
                .contains("the test breaks it");
    }

    /** The JVM itself would end with 1, which says that a check failed. */
    @Test
    void aClassThatDoesNotLoadIsTwo() {
        PrintStream broken = new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void print(String text) {
                throw new NoClassDefFoundError("io/kguard/Nothing");
            }
        };
        ByteArrayOutputStream error = new ByteArrayOutputStream();

        int status = new Launcher(
                        new ByteArrayInputStream(new byte[0]), broken, new PrintStream(error, true, UTF_8), folder)
                .run("--help");

        assertThat(status).isEqualTo(NOT_JUDGED);
        assertThat(error.toString(UTF_8)).startsWith("kguard has made a mistake, and judged nothing.");
    }
}
