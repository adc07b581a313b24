// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresShared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code --base}, with Falco's stable rules as the base: everything speaks of own rules alone. */
@RequiresShared
class RuleBaseOptionTest {
    private static final Path STOCK = Path.of("../../shared/conformance/falco-rules/current/falco_rules.yaml")
            .toAbsolutePath()
            .normalize();

    private static final String OWN = """
            - rule: Own file read
              desc: A program of a container reads a file of ours
              condition: open_read and container and fd.name = /etc/own and not proc.name = cat
              output: read by %proc.name
              priority: NOTICE
            """;

    @TempDir
    private Path folder;

    private Path own;

    @BeforeEach
    void write() throws IOException {
        own = folder.resolve("src/kguard/rules/own.yaml");
        SmallProject.write(own, OWN);
    }

    private Program run(String... words) {
        return Program.run(folder, words);
    }

    @Test
    void lintSpeaksOfOwnRules() throws IOException {
        Program clean = run("lint", "--base", STOCK.toString());
        assertThat(clean.out()).as(clean.error()).contains("1 rule: 0 errors, 0 warnings");
        assertThat(clean.status()).isZero();

        Files.writeString(
                own, OWN + OWN.replace("Own file read", "Hidden").replace("not proc.name = cat", "proc.name = tac"));
        Program hidden = run("lint", "--base", STOCK.toString(), "--strict");
        assertThat(hidden.out())
                .contains("Rule 'Hidden' never fires: each event it matches is taken by 'Own file read'")
                .contains("2 rules: 0 errors, 1 warning");
        assertThat(hidden.status()).isEqualTo(1);
    }

    @Test
    void lintOfOneFileNeedsNoOtherOption() throws IOException {
        Path other = folder.resolve("src/kguard/rules/zz.yaml");
        SmallProject.write(other, OWN.replace("Own file read", "Later one"));
        Program first = run("lint", "--base", STOCK.toString(), "--only-files", own.toString());
        assertThat(first.out()).contains("1 rule: 0 errors, 0 warnings");

        Program second = run("lint", "--base", STOCK.toString(), "--only-files", other.toString());
        assertThat(second.out()).contains("Rule 'Later one' never fires", "1 rule: 0 errors, 1 warning");
    }

    /** A rule of the base that another one of it hides is nothing that the owner of the other rules can mend. */
    @Test
    void whatTheBaseHidesInItselfIsANote() throws IOException {
        Path base = folder.resolve("base.yaml");
        SmallProject.write(
                base,
                "- macro: open_read\n  condition: (evt.type in (open, openat, openat2) and evt.is_open_read = true)\n"
                        + "- macro: container\n  condition: (container.id != host)\n"
                        + OWN.replace("Own file read", "Wide").replace("/etc/own and not proc.name = cat", "/etc/base")
                        + OWN.replace("Own file read", "Narrow").replace("/etc/own and not", "/etc/base and"));
        Program linted = run("lint", "--base", base.toString(), "--strict");

        assertThat(linted.out())
                .contains("1 rule: 0 errors, 0 warnings")
                .contains("note: in the base: Rule 'Narrow' never fires: each event it matches is taken by 'Wide'");
        assertThat(linted.status()).isZero();
    }

    @Test
    void deriveWritesTestsOfOwnRulesAndVerifyCountsThese() {
        Path derived = folder.resolve("src/kguard/scenarios/derived");
        Program written = run("derive", "--base", STOCK.toString(), "--into", derived.toString());
        assertThat(written.out()).contains("Own file read: ").contains("1 of 1 rules solved");
        assertThat(derived.resolve("own-file-read.yaml")).exists();
        assertThat(derived.toFile().list()).hasSize(1);

        Path reports = folder.resolve("reports");
        Program verified = run(
                "verify",
                "--base",
                STOCK.toString(),
                "--live",
                "off",
                "--fail-on-untested-rule",
                "--scenarios",
                derived.toString(),
                "--reports",
                reports.toString());
        assertThat(verified.out())
                .as(verified.error())
                .contains("Coverage: 0 of 1 rules are fired")
                .contains("results of their clauses decided a check of one")
                .doesNotContain("0 of 0 results")
                .contains("Of these rules only derived acts passed (--fail-on-untested-rule): Own file read");
        assertThat(reports.resolve("results.json"))
                .content()
                .contains("\"rules\": 1, ")
                .doesNotContain("\"rule\": \"Clear Log Activities\", \"file\"");
    }

    @Test
    void mutateChangesOwnRulesAlone() throws IOException {
        Path derived = folder.resolve("src/kguard/scenarios/derived");
        run("derive", "--base", STOCK.toString(), "--into", derived.toString());

        Path reports = folder.resolve("reports");
        Program mutated =
                run("mutate", "--base", STOCK.toString(), "--catalogue", "off", "--reports", reports.toString());
        assertThat(mutated.status()).as(mutated.out() + mutated.error()).isZero();
        assertThat(mutated.out()).doesNotContain("has no check");
        assertThat(reports.resolve("mutation.json"))
                .content()
                .contains("\"Own file read\"")
                .doesNotContain("\"Clear Log Activities\"");
    }

    @Test
    void diffNeedsNoRepositoryForTheBase() throws IOException {
        run("derive", "--base", STOCK.toString());
        Path earlier = folder.resolve("earlier.yaml");
        Files.writeString(earlier, OWN);
        Files.writeString(own, OWN.replace("= cat", "in (cat, tac)"));

        Program compared =
                run("diff", "--base", STOCK.toString(), "--catalogue", "off", "--against", earlier.toString());
        assertThat(compared.out())
                .as(compared.error())
                .contains("Own file read")
                .doesNotContain("Clear Log Activities")
                .doesNotContain("do not load");
        assertThat(compared.status()).isZero();
    }

    @Test
    void diffLooksForTheRevisionInTheRepositoryOfOwnRules() throws IOException, InterruptedException {
        run("derive", "--base", STOCK.toString());
        git("init", "--quiet");
        git("add", ".");
        git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "one");
        Files.writeString(own, OWN.replace("= cat", "in (cat, tac)"));

        Program compared = run("diff", "--base", STOCK.toString(), "--catalogue", "off", "--against", "HEAD");
        assertThat(compared.out()).as(compared.error()).contains("0 new, 0 gone, 1 changed");
        assertThat(compared.status()).isZero();
    }

    private void git(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        Process git = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(git.waitFor()).isZero();
    }

    @Test
    void aBaseThatIsNotThereIsToldAtOnce() {
        Program linted = run("lint", "--base", folder.resolve("none.yaml").toString());
        assertThat(linted.status()).isNotZero();
        assertThat(linted.out() + linted.error()).contains("none.yaml");
    }
}
