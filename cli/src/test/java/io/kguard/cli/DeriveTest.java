// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Derived tests pass on the rules that they were derived from, and fail once a rule changes. */
@Execution(ExecutionMode.SAME_THREAD) // some of them play
class DeriveTest {
    private static final String RULES = """
            - list: shells
              items: [bash, zsh]
            - macro: shell
              condition: (proc.name in (shells))
            - macro: written
              condition: (evt.type in (open, openat) and evt.is_open_write = true)
            - rule: Configuration written
              desc: A shell writes below /etc
              condition: written and shell and fd.name startswith /etc/ and not fd.name = /etc/mtab
              output: written by %proc.name
              priority: NOTICE
              exceptions:
                - name: of_root
                  fields: [user.uid, fd.name]
                  comps: [=, startswith]
                  values: [[0, /etc/own/]]
            - rule: Never
              desc: Two names at once
              condition: evt.type = open and proc.name = a and proc.name = b
              output: never
              priority: NOTICE
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        rules(RULES);
    }

    private void rules(String text) throws IOException {
        SmallProject.write(folder.resolve("src/kguard/rules/rules.yaml"), text);
    }

    private Program derive(String... more) {
        return run("derive", "--into", derived().toString(), more);
    }

    private Program verify(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--catalogue", "off", "--reports", folder.resolve("reports").toString()));
        all.addAll(List.of(more));
        return run("verify", "--scenarios", derived().toString(), all.toArray(new String[0]));
    }

    private Program run(String command, String option, String value, String... more) {
        return Program.run(
                folder,
                Stream.concat(
                                Stream.of(
                                        command,
                                        option,
                                        value,
                                        "--rules",
                                        folder.resolve("src/kguard/rules").toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private Path derived() {
        return folder.resolve("derived");
    }

    private Path file() {
        return derived().resolve("configuration-written.yaml");
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(derived())) {
            for (Path file : files.toList()) {
                texts.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void aMisspelledValueIsNotPinned() throws IOException {
        String misspelled = RULES.replace("not fd.name = /etc/mtab", "fd.name = /etc/shadov");
        rules(misspelled);

        Program refused = derive();

        assertThat(refused.status()).isNotZero();
        assertThat(refused.out() + refused.error())
                .contains("Configuration written: not derived, because a value is probably misspelled:")
                .contains("no file is known as /etc/shadov; one letter away: /etc/shadow")
                .contains("1 rule has a value that is probably misspelled");
        assertThat(derived()).doesNotExist();

        rules(misspelled.replace(
                "- rule: Conf", "# kguard:ignore LINT_MISSPELLED_VALUE: a file of ours\n- rule: Conf"));

        assertThat(derive().out()).contains("(new)").doesNotContain("misspelled");
    }

    @Test
    void whatHoldsForDockersContainersAloneIsSaid() throws IOException {
        String inNginx = RULES.replace("not fd.name = /etc/mtab", "container.image.repository = nginx");
        rules(inNginx);

        assertThat(derive().out())
                .contains("in a pod container.image.repository is docker.io/library/nginx: what is said of nginx"
                        + " holds for Docker's own containers alone");

        rules(inNginx.replace("= nginx", "= docker.io/library/nginx"));
        assertThat(derive("--update").out()).contains("(updated)").doesNotContain("in a pod");

        rules(inNginx.replace("= nginx", "= nginx and container.type = docker"));
        assertThat(derive("--update").out()).contains("(updated)").doesNotContain("in a pod");
    }

    @Test
    void whatWasDerivedPasses() throws IOException {
        Program derived = derive();

        assertThat(derived.status()).as(derived.out() + derived.error()).isZero();
        assertThat(derived.out())
                .contains("Configuration written: ")
                .contains("Never: no event fires it: ")
                .contains("1 of 2 rules solved, 1 impossible, 0 not solved")
                .contains("Files: 1 new, 0 updated, 0 unchanged");
        assertThat(files()).containsOnlyKeys("configuration-written.yaml");
        assertThat(Files.readString(file()))
                .startsWith("# derived from: rule ")
                .contains("origin: derived\n")
                .contains("fires: [{rule: Configuration written, priority: Notice, output: \"written by \"}]\n")
                .contains("  # shell\n")
                .contains("# not fd.name = /etc/mtab\n");

        Program verified = verify();
        assertThat(verified.status()).as(verified.out() + verified.error()).isZero();
        assertThat(verified.out())
                .contains(", 0 failed, 0 errors in ")
                .contains("Rules without a check: 1. kguard derive --missing writes their tests,"
                        + " kguard derive --rule=\"RULE\" those of one");
    }

    /** By real processes, in a pod. What only a machine has stays a written event. */
    @Test
    @RequiresRoot
    void whatRealProcessesCanPlayIsWrittenToAFileOfItsOwn() throws IOException {
        rules(RULES + """
                - rule: On the host
                  desc: A shell writes below /etc of the machine
                  condition: written and shell and fd.name startswith /etc/ and container.id = host
                  output: written by %proc.name
                  priority: NOTICE
                """);
        Program derived = derive("--live", "--matching", "all");

        assertThat(derived.status()).as(derived.out() + derived.error()).isZero();
        assertThat(derived.out())
                .containsPattern("  (\\d+) of \\d+ acts played -> .*configuration-written-live.yaml \\(new\\)")
                .contains("  not played: a process of the host can't be played: nothing runs on the machine");
        assertThat(files())
                .containsOnlyKeys("configuration-written.yaml", "configuration-written-live.yaml", "on-the-host.yaml");
        assertThat(files().get("configuration-written-live.yaml"))
                .contains("plays:\n")
                .contains("twins:\n")
                .doesNotContain("events:");

        Program verified = verify("--matching", "all");
        assertThat(verified.status()).as(verified.out() + verified.error()).isZero();
        Program again = derive("--live", "--matching", "all");
        assertThat(again.out()).contains("configuration-written-live.yaml (unchanged)");
    }

    /** The runtime of a pod has the whole name of an image. So a short one in a rule is never met, and excludes nothing. */
    @Test
    @RequiresRoot
    void aPlayThatContradictsTheWrittenActFails() throws IOException {
        rules(RULES.replace("and not fd.name = /etc/mtab", "and container.image.repository = nginx") + """
                - rule: Written by others
                  desc: A shell writes below /etc
                  condition: written and shell and fd.name startswith /etc/ and not container.image.repository = nginx
                  output: written by %proc.name
                  priority: NOTICE
                """);
        Program derived = derive("--live", "--matching", "all", "Configuration written", "Written by others");

        assertThat(derived.status()).as(derived.out() + derived.error()).isEqualTo(1);
        assertThat(derived.out())
                .contains("Configuration written: it does not fire when its act is played:"
                        + " container.image.repository = nginx is false, because in a pod the repository is docker.io/library/nginx,"
                        + " not nginx as written (openat by bash[")
                .contains("Written by others: it fires when a near miss is played"
                        + " (removing not container.image.repository = nginx):"
                        + " not container.image.repository = nginx is true, because in a pod the repository is"
                        + " docker.io/library/nginx, not nginx as written (openat by bash[")
                .containsPattern("\\nPlayed: \\d+ as written, 2 otherwise; \\d+ not played, \\d+ not tried\\n$");
        assertThat(derived.error())
                .contains(
                        "1 act that was played fires its rule only as written; 1 near miss fires its rule when it is played");
        assertThat(derived()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " and shell | ",
                " and not fd.name = /etc/mtab | ",
                "startswith /etc/ and | startswith /et and",
                "[bash, zsh] | []",
                "[bash, zsh] | [bash]",
                " and evt.is_open_write = true | ",
                "(open, openat) | (openat)",
                "values: [[0, /etc/own/]] | values: []",
                "[[0, /etc/own/]] | [[0, /etc/ow]]",
                "macro: shell | macro: shells_of_old"
            })
    void aChangedRuleFails(String from, String to) throws IOException {
        derive();
        assertThat(verify().status()).isZero();
        String changed = RULES.replace(from.isBlank() ? from : " " + from.strip(), to == null ? "" : " " + to);
        if (changed.equals(RULES)) {
            changed = RULES.replace(from.strip(), to == null ? "" : to);
        }
        assertThat(changed).isNotEqualTo(RULES);
        rules(changed);

        assertThat(verify().status()).as("%s becomes %s", from, to).isNotZero();
    }

    @Test
    void theSameRulesGiveTheSameBytes() throws IOException {
        derive();
        Map<String, String> before = files();

        Program again = derive();
        assertThat(again.status()).isZero();
        assertThat(again.out()).contains("(unchanged)").contains("Files: 0 new, 0 updated, 1 unchanged");
        assertThat(files()).isEqualTo(before);

        Files.delete(file());
        derive("Configuration written");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aChangedRuleChangesItsFileOnlyOnDemand() throws IOException {
        derive();
        String before = Files.readString(file());
        rules(RULES.replace("/etc/mtab", "/etc/fstab"));

        Program told = derive();
        assertThat(told.status()).isEqualTo(1);
        assertThat(told.out()).contains("(outdated)");
        assertThat(told.error()).contains("1 file is not what is derived today: --update writes it again");
        assertThat(Files.readString(file())).isEqualTo(before);

        Program updated = derive("--update");
        assertThat(updated.status()).as(updated.error()).isZero();
        assertThat(updated.out()).contains("(updated)");
        assertThat(Files.readString(file())).contains("/etc/fstab").doesNotContain("/etc/mtab");
        assertThat(verify().status()).isZero();
    }

    @Test
    void whatSomebodyEditedStays() throws IOException {
        derive();
        String edited = Files.readString(file()).replace("\ntwins:", "\n# What must stay silent:\ntwins:");
        Files.writeString(file(), edited);

        Program same = derive("--update");
        assertThat(same.status()).as(same.out()).isZero();
        assertThat(same.out()).contains("(edited, left as it is)").doesNotContain("missing:");
        assertThat(Files.readString(file())).isEqualTo(edited);

        rules(RULES.replace("/etc/mtab", "/etc/fstab").replace("[bash, zsh]", "[zsh, fish]"));
        Program changed = derive("--update");
        assertThat(changed.status()).isEqualTo(1);
        assertThat(changed.out())
                .contains("(edited, left as it is)")
                .contains("  no longer holds: derived-configuration-written")
                .contains("  missing:")
                .contains("not fd.name = /etc/fstab");
        assertThat(changed.error()).contains("1 file that was edited lacks what the lines above say");
        assertThat(Files.readString(file())).isEqualTo(edited);
    }

    @Test
    void aFileThatKguardDidNotWriteStays() throws IOException {
        SmallProject.write(file(), "scenario: mine\n");

        Program derived = derive("--update");

        assertThat(derived.status()).isEqualTo(1);
        assertThat(derived.out()).contains("(edited, left as it is)");
        assertThat(Files.readString(file())).isEqualTo("scenario: mine\n");
    }

    @Test
    void aFileWhoseRuleIsGoneIsNamed() throws IOException {
        derive();
        rules(RULES.replace("Configuration written", "Settings written"));

        assertThat(derive("--update").out())
                .contains("configuration-written.yaml is of no rule: remove it, or give it the rule's new name");
    }

    @Test
    void aRuleThatIsFiredAlreadyIsLeftOut() throws IOException {
        derive();

        Program missing = derive("--missing", "--scenarios", derived().toString());
        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.out()).contains("Never: ").doesNotContain("Configuration written: ");
        assertThat(missing.error()).contains("no act was found, and nothing was written");
    }

    /** The next load would take the scenarios for rules. */
    @Test
    void aFolderOfRulesIsNoFolderForScenarios() throws IOException {
        Path rules = folder.resolve("src/kguard/rules");

        Program program = run("derive", "--into", rules.toString());

        assertThat(program.status()).isEqualTo(64);
        assertThat(program.error()).contains("--into is \"").contains("where rules are");
        try (Stream<Path> files = Files.list(rules)) {
            assertThat(files).hasSize(1);
        }
    }

    /** They are no rules that are solved, and none that fall out of the count unsaid. */
    @Test
    void whatFalcoDoesNotEvaluateIsNamed() throws IOException {
        rules(RULES + """
                - rule: Of another plugin
                  desc: Its source is unknown
                  condition: evt.num = 1
                  source: nosuch
                  output: o
                  priority: NOTICE
                - rule: Switched off
                  desc: Not evaluated
                  condition: evt.type = mkdir
                  output: o
                  priority: NOTICE
                  enabled: false
                """);

        assertThat(derive().out())
                .contains("Of another plugin: not derived, because Falco does not load it: Unknown source nosuch")
                .contains("Switched off: not derived, because it is disabled (--enable=all)");
    }

    @Test
    void aNameWithoutARuleIsAnError() {
        Program derived = derive("Configuration writen");

        assertThat(derived.status()).isEqualTo(2);
        assertThat(derived.error())
                .contains("there is no rule \"Configuration writen\"; did you mean \"Configuration written\"?");
        assertThat(derived()).doesNotExist();
    }

    @Test
    void anEarlierRuleTakesNoEventOfATest() throws IOException {
        rules(RULES + """
                - rule: Mail written
                  desc: It is below /etc, too
                  condition: evt.type in (open, openat) and evt.is_open_write = true and fd.name startswith /etc/mail/
                  output: mail
                  priority: NOTICE
                - rule: Written by bash
                  desc: The first rule takes what is below /etc
                  condition: evt.type = openat and evt.is_open_write = true and proc.name = bash
                  output: bash
                  priority: NOTICE
                """);

        Program derived = derive();
        assertThat(derived.status()).as(derived.out() + derived.error()).isZero();
        assertThat(derived.out()).contains("3 of 4 rules solved");
        Program verified = verify();
        assertThat(verified.status()).as(verified.out() + verified.error()).isZero();
    }

    /** A file's name has 255 bytes at most. Rules whose names begin alike get different files. */
    @Test
    void aLongNameEndsNothing() throws IOException {
        String name = "Shadow read, ".repeat(80);
        StringBuilder text = new StringBuilder();
        for (String each : List.of(name + "one", name + "other", "Last")) {
            text.append("""
                    - rule: %s
                      desc: The file of password hashes is read
                      condition: evt.type = openat and fd.name = /etc/%s
                      output: read by %%proc.name
                      priority: NOTICE
                    """.formatted(each, each.substring(each.length() - 3)));
        }
        rules(text.toString());

        Program derived = Program.run(folder, "derive");

        assertThat(derived.status()).as(derived.toString()).isZero();
        try (Stream<Path> files = Files.list(folder.resolve("src/kguard/scenarios/derived"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .hasSize(3)
                    .contains("last.yaml")
                    .allMatch(file -> file.length() < 120);
        }
    }
}
