// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kguard.yaml says counts as if it stood on the command line, which wins over it. */
class SettingsFileTest {
    private static final int NOT_JUDGED = 2;
    private static final int WRONG_USE = 64;

    @TempDir
    private Path folder;

    /** A project whose files are not where they are looked for. */
    @BeforeEach
    void project() throws IOException {
        SmallProject.in(folder);
        Files.move(folder.resolve("src/kguard"), folder.resolve("falco"));
    }

    private void file(String text) throws IOException {
        Files.writeString(folder.resolve("kguard.yaml"), text);
    }

    private Program verify(String... options) {
        return call("verify", options);
    }

    private Program call(String goal, String... options) {
        String[] words = new String[options.length + 1];
        words[0] = goal;
        System.arraycopy(options, 0, words, 1, options.length);
        return Program.run(folder, words);
    }

    @Test
    void aRunTakesItsOptionsAndSaysSo() throws IOException {
        file("""
                rules: [falco/rules]
                scenarios: falco/scenarios
                catalogue: off
                verify:
                  minChecks: 2
                  rows: all
                """);

        Program verified = verify();

        assertThat(verified.status()).as(verified.out() + verified.error()).isZero();
        assertThat(verified.error())
                .isEqualTo("Options of " + folder.resolve("kguard.yaml")
                        + ": rules, scenarios, catalogue, minChecks, rows\n");
        assertThat(verified.out()).contains("2 checks: 2 passed");
        assertThat(call("lint").status()).isZero();
        assertThat(call("lint").error()).endsWith("kguard.yaml: rules\n");
    }

    /** A file in the working folder of a process of its own, with relative paths. */
    @Test
    void theFileOfTheWorkingFolderIsFound() throws Exception {
        file("rules: falco/rules\n");

        Program linted = Program.call(folder, "lint");

        assertThat(linted.status()).as(linted.error()).isZero();
        assertThat(linted.error()).isEqualTo("Options of kguard.yaml: rules\n");
        assertThat(Program.call(folder.getParent(), "lint", "--settings=" + folder.getFileName() + "/kguard.yaml")
                        .status())
                .isZero();
    }

    @Test
    void aThresholdOfTheFileCounts() throws IOException {
        file("{rules: falco/rules, scenarios: falco/scenarios, catalogue: off, verify: {minChecks: 3}}");

        assertThat(verify().status()).isEqualTo(1);
        assertThat(verify("--min-checks=2").status()).isZero();
    }

    @Test
    void theCommandLineAndTheBlockOfAGoalWin() throws IOException {
        file("{rules: nowhere, lint: {rules: falco/rules}}");

        assertThat(call("lint").status()).isZero();
        assertThat(call("derive").error()).contains("nowhere");
        assertThat(call(
                                "derive",
                                "--rules",
                                folder.resolve("falco/rules").toString(),
                                "--into",
                                folder.resolve("new").toString())
                        .error())
                .isEmpty();
    }

    @Test
    void anotherFileIsNamedOrNone() throws IOException {
        file("rules: nowhere\n");
        SmallProject.write(folder.resolve("ci/options.yaml"), "rules: rules\n");
        Files.move(folder.resolve("falco/rules"), folder.resolve("ci/rules"));

        assertThat(call("lint").out()).contains("nowhere");
        assertThat(call("lint", "--settings=ci/options.yaml").status()).isZero();
        assertThat(call("lint", "--settings=off").error()).contains("src/kguard/rules does not exist");
        assertThat(call("lint", "--settings=gone.yaml").status()).isEqualTo(NOT_JUDGED);
    }

    @Test
    void aMistakeHasItsPlaceAndTheNearestKey() throws IOException {
        file("rulez: [a]\nverify:\n  minCheks: 3\nminChecks: 2\nlint: {strict: perhaps}\n");

        Program linted = call("lint");

        assertThat(linted.status()).isEqualTo(NOT_JUDGED);
        assertThat(linted.out()).isEmpty();
        assertThat(linted.error().replace(folder + "/", "")).isEqualTo("""
                kguard: kguard.yaml:1:1: "rulez" is no key of the top of this file
                    rulez: [a]
                    ^
                  did you mean rules?
                kguard.yaml:3:3: "minCheks" is no key of the block verify
                    minCheks: 3
                    ^
                  did you mean minChecks?
                kguard.yaml:4:1: "minChecks" is no key of the top of this file
                    minChecks: 2
                    ^
                  put it into the block of its goal: verify or merge
                kguard.yaml:5:16: "strict" must be true or false, not "perhaps"
                    lint: {strict: perhaps}
                                   ^
                """);
    }

    @Test
    void aWrongValueIsAMistakeOfTheFileAndNotOfTheCommandLine() throws IOException {
        file("rules: falco/rules\nscenarios: falco/scenarios\nrows: many\n");

        assertThat(verify().status()).isEqualTo(NOT_JUDGED);
        assertThat(verify().error())
                .contains("kguard.yaml:3:7: --rows is \"many\"; it can be")
                .doesNotContain("--help");
        assertThat(verify("--rows=few").status()).isEqualTo(WRONG_USE);
        assertThat(verify("--rows=few").error()).doesNotContain("kguard.yaml:3");
    }

    @Test
    void twoFilesAreAnError() throws IOException {
        file("rules: falco/rules\n");
        Files.writeString(folder.resolve("kguard.yml"), "rules: falco/rules\n");

        assertThat(call("lint").status()).isEqualTo(NOT_JUDGED);
        assertThat(call("lint").error()).contains("/kguard.yaml and ", "/kguard.yml");
        Files.delete(folder.resolve("kguard.yaml"));
        assertThat(call("lint").status()).isZero();
    }

    /** A link that leads nowhere was meant to be a file with options. */
    @Test
    void aFileThatCannotBeReadIsNotPassedOver() throws IOException {
        Files.createSymbolicLink(folder.resolve("kguard.yaml"), folder.resolve("gone"));

        assertThat(call("lint", folder.resolve("falco/rules").toString()).status())
                .isEqualTo(NOT_JUDGED);
        Files.delete(folder.resolve("kguard.yaml"));
        Files.createSymbolicLink(folder.resolve("kguard.yaml"), Path.of("/etc/hosts"));
        assertThat(call("lint", folder.resolve("falco/rules").toString()).error())
                .contains("is a link to /etc/hosts");
    }

    @Test
    @Tag("trust")
    void theFileIsBounded() throws IOException {
        file("rules: falco/rules\n---\nrules: falco/rules\n");
        assertThat(call("lint").error()).contains("kguard.yaml:3:1: a second YAML document begins here");
        file("a: &a [x, x]\nb: &b [*a, *a]\nrules: [*b, *b]\n");
        assertThat(call("lint").status()).isEqualTo(NOT_JUDGED);
        assertThat(call("lint").error()).contains("kguard.yaml:").contains("aliases");
        file("rules: falco/rules\n#" + "x".repeat(1 << 16));
        assertThat(call("lint").error()).contains("kguard.yaml:1:1: the file is larger than 64 KiB");
        file("rules: " + "[".repeat(100) + "]".repeat(100) + "\n");
        assertThat(call("lint").status()).isEqualTo(NOT_JUDGED);
        file("");
        assertThat(call("lint").status()).isEqualTo(NOT_JUDGED);
        file("rules: []\n");
        assertThat(call("lint").error()).contains("\"rules\" is empty");
    }

    /** The file comes with a checkout, and kguard may run as root. */
    @Test
    @Tag("trust")
    void nothingInTheFileReachesBeyondItsFolder() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("inner"));
        for (String path : new String[] {"../falco/rules", "/etc", "a/../../falco", "..", "\"\\0\"", ".git/hooks"}) {
            Files.writeString(outside.resolve("kguard.yaml"), "rules: [" + path + "]\nreports: " + path + "\n");
            Program linted = Program.run(outside, "lint");
            assertThat(linted.status()).as(path).isEqualTo(NOT_JUDGED);
            assertThat(linted.error()).as(path).contains("kguard.yaml:1:").contains("kguard.yaml:2:");
        }
        for (String key : new String[] {
            "privileged: host", "verify: {privileged: host}", "runc: x", "verify: {plugins: x}", "verify: {vm: true}",
            "verify: {falcoBinary: x}", "skip: true", "verify: {only: x}", "derive: {live: true}", "settings: x",
            "replay: {config: x}"
        }) {
            Files.writeString(outside.resolve("kguard.yaml"), key + "\n");
            Program linted = Program.run(outside, "lint");
            assertThat(linted.status()).as(key).isEqualTo(NOT_JUDGED);
            assertThat(linted.error()).as(key).contains("who calls kguard gives it: --");
        }
    }

    @Test
    void whatIsPrintedForProgramsStaysAlone() throws IOException {
        SmallProject.secretReadRule(folder.resolve("audit/rules.yaml"));
        SmallProject.write(folder.resolve("audit.log"), SmallProject.SECRET_READ);
        file("rules: audit\n");

        Program replayed = call("replay", "--audit", folder.resolve("audit.log").toString());

        assertThat(replayed.status()).as(replayed.error()).isZero();
        assertThat(replayed.out().lines()).singleElement().asString().startsWith("{");
        assertThat(call("lint", "-q").error()).isEmpty();
    }
}
