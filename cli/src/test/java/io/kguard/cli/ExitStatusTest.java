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
        assertThat(verified.error())
                .startsWith(
                        "kguard: kguard found rules that fail their checks: 2 checks: 1 passed, 1 failed, 0 errors");
    }

    @Test
    void whatCannotBeJudgedIsTwo() throws Exception {
        Files.writeString(folder.resolve("src/kguard/rules/rules.yaml"), "- rule: Passwords read\n");

        Program verified = Program.call(folder, "verify", "--catalogue", "off");

        assertThat(verified.status()).isEqualTo(NOT_JUDGED);
        assertThat(verified.out()).contains("The rules do not load.");
        assertThat(verified.error()).startsWith("kguard: kguard could not judge every check");
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
    void tooFewChecksAreTwo() throws Exception {
        assertThat(Program.call(folder, "verify", "--catalogue", "off", "--min-checks", "2")
                        .status())
                .isEqualTo(PASSED);
        assertThat(Program.call(folder, "verify", "--catalogue", "off", "--min-checks", "3")
                        .status())
                .isEqualTo(NOT_JUDGED);
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
