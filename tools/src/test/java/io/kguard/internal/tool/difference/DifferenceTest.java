// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.difference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.option.AllowedUnloaded;
import io.kguard.internal.option.RuleBase;
import io.kguard.internal.verify.InputFiles;
import io.kguard.internal.verify.PlayOptions;
import io.kguard.internal.verify.RuleOptions;
import io.kguard.internal.verify.ScenarioOptions;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.output.FalcoConfig;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Which alerts {@code kguard:diff} finds to differ. */
@Execution(ExecutionMode.SAME_THREAD) // some of them play
class DifferenceTest {
    private static final String RULES = """
            - list: readers
              items: [cat, head]
            - rule: Passwords read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and proc.name in (readers)
              output: read by %proc.name
              priority: INFO
            - rule: Anything read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name startswith /etc/
              output: read %fd.name
              priority: INFO
            """;

    private static final String WRITTEN = """
            scenario: written
            title: Written events
            attack: [T1003.008]
            events: read.events.yaml
            fires: [Passwords read]
            """;

    private static final String EVENTS = """
            processes: [{name: cat, path: /usr/bin/cat}]
            actions: [{cat: {reads: /etc/shadow}}]
            """;

    private static final String LIVE = """
            scenario: live
            title: Reads the password file
            attack: [T1003.008]
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps: [{exec: {pod: web, command: [cat, /etc/shadow], output: "root:"}}]
            fires: [Passwords read]
            twin:
              scenario: twin
              title: Reads another file
              steps: [{exec: {pod: web, command: [cat, /etc/hosts]}}]
            """;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("read.events.yaml"), EVENTS);
        Files.writeString(folder.resolve("written.yaml"), WRITTEN);
    }

    private boolean diff(String before, String after, Matching matching, String scenario, Path... recordings)
            throws IOException {
        lines.clear();
        Path other = Files.writeString(folder.resolve("before.yaml"), before);
        VerifyOptions options = new VerifyOptions(
                new RuleOptions(
                        List.of(Files.writeString(folder.resolve("rules.yaml"), after)),
                        FalcoVersion.CURRENT,
                        matching,
                        false),
                new ScenarioOptions(List.of(folder.resolve(scenario)), new URLClassLoader(new URL[0], null)),
                new PlayOptions(SimulatorOptions.configured(), 2));
        return new Difference(
                        options,
                        other.toString(),
                        List.of(recordings),
                        folder.resolve("reports"),
                        Console.plain(lines::add))
                .run()
                .isWhole();
    }

    private String markdown() throws IOException {
        return Files.readString(folder.resolve("reports/diff.md"));
    }

    private String json() throws IOException {
        return Files.readString(folder.resolve("reports/diff.json"));
    }

    @Test
    void sameRulesGiveTheSameAlerts() throws IOException {
        assertThat(diff(RULES, RULES + "# a comment\n", Matching.ALL, "written.yaml"))
                .isTrue();
        assertThat(markdown())
                .contains("Compared on 1 attack: no rule gives another alert.")
                .contains("Rules: 0 new, 0 gone, 0 changed.")
                .doesNotContain("| rule |");
    }

    /** What no scenario shows: an act that is written for the clause that changed. */
    @Test
    void whatAChangedConditionDoesIsSaidWithoutARecording() throws IOException {
        diff(RULES, RULES.replace("[cat, head]", "[cat, head, tail]"), Matching.ALL, "written.yaml");
        String said = "newly reported where proc.name in (tail): tail reads /etc/shadow";
        assertThat(lines)
                .as("wrapped")
                .anySatisfy(line -> assertThat(line).contains("newly reported where proc.name in (tail): tail reads"));
        assertThat(markdown()).contains("\n- \"Passwords read\": " + said + "\n");
        assertThat(json())
                .contains("\"what\": \"newly reported\"")
                .contains("\"where\": \"proc.name in (tail)\"")
                .contains("scenario: derived-passwords-read-change-1\\n");
    }

    @Test
    void anAttackThatAChangeHidesIsNamed() throws IOException {
        assertThat(diff(RULES, RULES.replace("[cat, head]", "[head]"), Matching.FIRST, "written.yaml"))
                .isTrue();
        assertThat(markdown())
                .contains("**No rule that should report these attacks does so any more:** written\n")
                .contains("| rule | what changed | attacks | \n")
                .contains("| Passwords read | condition | −1 |\n")
                .as("the later rule gets the event")
                .contains("| Anything read | other rules | +1 |\n")
                .contains("- \"Anything read\" reports 1 event that \"Passwords read\" reported before.\n")
                .contains("- written (attack): −1\n  - vanishes: read by cat\n");
        assertThat(json())
                .contains("\"noLongerReported\": [\"written\"]")
                .contains(
                        "{\"rule\": \"Passwords read\", \"kind\": \"attack\", \"in\": \"written\", \"before\": 1, \"after\": 0,");
    }

    @Test
    void whatAlertsSayIsCompared() throws IOException {
        diff(RULES, RULES.replace("read by %proc.name", "read of %fd.name"), Matching.FIRST, "written.yaml");
        assertThat(markdown())
                .contains("**The same alerts, which only say something else:** Passwords read\n")
                .contains("  - says something else: fd.name: not in the output, then /etc/shadow");
    }

    @Test
    void theSemanticVersionIsToldWithItsReasons() throws IOException {
        diff(RULES, RULES, Matching.ALL, "written.yaml");
        assertThat(lines).contains("Semantic version, as falcosecurity/rules count it: no new number.");
        assertThat(json()).contains("\"semanticVersion\": {}");

        diff(RULES, RULES.replace("[cat, head]", "[head]"), Matching.ALL, "written.yaml");
        assertThat(lines)
                .contains(
                        "Semantic version, as falcosecurity/rules count it: a new major number.",
                        "  major: rule \"Passwords read\" raises 1 fewer of the alerts on attacks",
                        "  patch: list \"readers\" has fewer items: cat");
        assertThat(markdown())
                .contains("**major:**\n\n- rule \"Passwords read\" raises 1 fewer of the alerts on attacks\n")
                .contains("**patch:**\n\n- list \"readers\" has fewer items: cat\n");
        assertThat(json()).contains("\"patch\": [\"list \\\"readers\\\" has fewer items: cat\"");

        diff(
                RULES,
                RULES + RULES.substring(RULES.indexOf("- rule: Anything")).replace("Anything", "More"),
                Matching.ALL,
                "written.yaml");
        assertThat(lines).contains("  minor: rule \"More read\" is new");
    }

    @Test
    void rulesThatComeAndGo() throws IOException {
        String renamed = RULES.replace("rule: Passwords read", "rule: Passwords | read");
        diff(RULES, renamed, Matching.FIRST, "written.yaml");
        assertThat(markdown())
                .contains("Rules: 1 new, 1 gone, 0 changed.")
                .contains("| Passwords \\| read | new | +1 |\n")
                .contains("| Passwords read | gone | −1 |\n")
                .contains("- \"Passwords \\| read\" reports 1 event that \"Passwords read\" reported before.\n");
        assertThat(json()).contains("{\"from\": \"Passwords read\", \"by\": \"Passwords | read\", \"events\": 1}");
    }

    /** Neither if the scenario has the old name, nor if it has the new one. */
    @Test
    void aRenamedRuleLosesAndWinsNoAttack() throws IOException {
        String renamed = RULES.replace("rule: Passwords read", "rule: Shadow read");
        for (String fires : List.of("Passwords read", "Shadow read")) {
            Files.writeString(folder.resolve("written.yaml"), WRITTEN.replace("Passwords read", fires));
            for (Matching matching : Matching.values()) {
                diff(RULES, renamed, matching, "written.yaml");
                assertThat(markdown())
                        .contains("- \"Shadow read\" reports 1 event that \"Passwords read\" reported before.\n")
                        .doesNotContain("any more")
                        .doesNotContain("reported now");
                assertThat(json()).contains("\"noLongerReported\": []").contains("\"newlyReported\": []");
            }
        }
    }

    /** Another new rule that reports other events is no new name of a rule. */
    @Test
    void aRuleThatGoesIsALossThoughAnotherComes() throws IOException {
        String other = RULES.replace("rule: Passwords read", "rule: Hosts read").replace("/etc/shadow", "/etc/hosts");
        diff(RULES, other, Matching.ALL, "written.yaml");
        assertThat(json()).contains("\"noLongerReported\": [\"written\"]");
    }

    @Test
    void changesThatNoAlertShowsAreNamed() throws IOException {
        String tagged = RULES.replace("output: read by %proc.name\n", "output: read by %proc.name\n  tags: [T1003]\n");
        diff(RULES, tagged, Matching.ALL, "written.yaml");
        assertThat(markdown())
                .contains("1 of these give the same alerts, or none, on everything that was played: \"Passwords read\""
                        + " (tags).");

        diff(RULES, RULES.replace("priority: INFO", "priority: INFO\n  enabled: false"), Matching.ALL, "written.yaml");
        assertThat(markdown())
                .as("a rule that is there and not evaluated is not gone")
                .contains("Rules: 0 new, 0 gone, 2 changed.")
                .contains("| Passwords read | disabled | −1 |\n");
    }

    /** A revision has its own falco.yaml: what it disables, which priority it begins with, and how many rules an event fires. */
    @Test
    void eachSideHasTheConfigurationOfItsRevision() throws Exception {
        Path project = Files.createDirectory(folder.resolve("project"));
        Files.writeString(project.resolve("rules.yaml"), RULES);
        Files.writeString(
                project.resolve("falco.yaml"),
                "rules_files: [rules.yaml]\nrule_matching: first\npriority: debug\nstdout_output: {enabled: true}\n");
        git(project, "init", "--quiet");
        git(project, "add", "--all");
        git(project, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "--message=x");
        Path config = Files.writeString(project.resolve("falco.yaml"), """
                rules_files: [rules.yaml]
                rule_matching: all
                priority: notice
                stdout_output: {enabled: true}
                """);
        Files.writeString(project.resolve("rules.yaml"), RULES.replaceFirst("priority: INFO", "priority: ERROR"));

        assertThat(configured(project, config)).isTrue();
        assertThat(markdown())
                .contains("Configuration: rule\\_matching was first, is all.\n")
                .contains("Configuration: priority was debug, is notice.\n")
                .contains("says something else: priority: Informational, then Error")
                .contains("\"Anything read\" (disabled)");
    }

    private boolean configured(Path project, Path config) throws IOException {
        VerifyOptions options = new VerifyOptions(
                new RuleOptions(
                        List.of(project.resolve("rules.yaml")),
                        RuleBase.NONE,
                        AllowedUnloaded.NONE,
                        RuleLoader.of(FalcoVersion.CURRENT),
                        null,
                        false,
                        FalcoConfig.read(config, FalcoVersion.CURRENT)),
                new ScenarioOptions(List.of(folder.resolve("written.yaml")), new URLClassLoader(new URL[0], null)),
                new PlayOptions(SimulatorOptions.configured(), 2));
        return new Difference(
                        options.from(new InputFiles(config, false, List.of(), List.of(), null, null)),
                        "HEAD",
                        List.of(),
                        folder.resolve("reports"),
                        Console.plain(lines::add))
                .run()
                .isWhole();
    }

    private static void git(Path in, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", in.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s", said).isZero();
    }

    @Test
    void aRuleThatTakesOverIsNamedEverywhere() throws IOException {
        String without = RULES.substring(0, RULES.indexOf("- rule: Passwords read"))
                + RULES.substring(RULES.indexOf("- rule: Anything read"));
        diff(RULES, without, Matching.FIRST, "written.yaml", folder.resolve("read.events.yaml"));
        String sentence = "\"Anything read\" reports 2 events that \"Passwords read\" reported before.";
        assertThat(markdown()).contains("- " + sentence + "\n");
        assertThat(lines).contains("  " + sentence);

        diff(RULES, without, Matching.ALL, "written.yaml");
        assertThat(markdown()).as("both reported it").doesNotContain("reported before");
    }

    @Test
    void recordingsOfTheUserCount() throws IOException {
        diff(
                RULES,
                RULES.replace("[cat, head]", "[head]"),
                Matching.ALL,
                "written.yaml",
                folder.resolve("read.events.yaml"));
        assertThat(markdown())
                .contains("Compared on 1 attack, 1 recording: 1 rule gives other alerts.")
                .contains("| Passwords read | condition | −1 | −1 |\n");
    }

    /** Each folder is read side by side; one damaged file is in doubt, and the others count. */
    @Test
    void foldersAndListsOfRecordingsAreCompared() throws IOException {
        Path many = Files.createDirectories(folder.resolve("many/deep"));
        for (int i = 0; i < 20; i++) {
            Files.writeString(many.resolve("read-" + i + ".events.yaml"), EVENTS);
        }
        Files.writeString(folder.resolve("list.txt"), "many/deep/read-0.events.yaml\nread.events.yaml\n");
        String after = RULES.replace("[cat, head]", "[head]");

        assertThat(diff(
                        RULES,
                        after,
                        Matching.ALL,
                        "written.yaml",
                        folder.resolve("many"),
                        folder.resolve("@list.txt")))
                .isTrue();
        assertThat(markdown())
                .contains("Compared on 1 attack, 21 recordings: 1 rule gives other alerts.")
                .contains("| Passwords read | condition | −1 | −21 |\n");

        Files.write(many.resolve("damaged.scap"), new byte[] {1, 2, 3});
        assertThat(diff(RULES, after, Matching.ALL, "written.yaml", folder.resolve("many")))
                .isFalse();
        assertThat(markdown())
                .contains("**Not compared:** damaged.scap\n")
                .contains("Compared on 1 attack, 20 recordings: 1 rule gives other alerts.");
    }

    @Test
    void whatCanNotBeComparedIsAnError() throws IOException {
        assertThat(diff(RULES.replace("INFO", "NO_PRIORITY"), RULES, Matching.ALL, "written.yaml"))
                .isFalse();
        assertThat(lines.get(0)).startsWith("The rules of ").endsWith("before.yaml do not load.");

        Files.writeString(
                folder.resolve("gone.yaml"),
                WRITTEN.replace("read.events.yaml", "gone.scap").replace("events:", "capture:"));
        Files.write(folder.resolve("gone.scap"), new byte[] {1, 2, 3});
        assertThat(diff(RULES, RULES, Matching.ALL, "gone.yaml")).isFalse();
        assertThat(markdown()).contains("**Not compared:** written\n");
        assertThat(lines).contains("ERROR written can't be compared.");
    }

    @Test
    @RequiresRoot
    void bothSeeTheSameEventsOfASimulation() throws IOException {
        Files.writeString(folder.resolve("live.yaml"), LIVE);
        assertThat(diff(RULES, RULES, Matching.ALL, "live.yaml"))
                .as("%s", lines)
                .isTrue();
        assertThat(markdown()).contains("Compared on 1 attack, 1 benign act: no rule gives another alert.");

        assertThat(diff(RULES, RULES.replace("fd.name = /etc/shadow and", ""), Matching.FIRST, "live.yaml"))
                .isTrue();
        assertThat(markdown()).containsPattern("\\| Passwords read \\| condition \\| \\+\\d+ \\| \\+\\d+ \\|\n");
    }
}
