// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.goal.Goals;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands are the goals, in the words of a shell. */
class CommandsTest {
    private static final int SCREEN = 40;

    @TempDir
    private Path folder;

    private String error(String... arguments) {
        return Program.run(folder, arguments).error();
    }

    @Test
    void eachGoalIsACommandWithItsOptions() {
        String usage = Program.run(folder, "--help").out();
        for (Goal goal : Goals.all()) {
            Program help = Program.run(folder, goal.name(), "--help", "all");

            assertThat(usage).contains("\n  " + goal.name() + " ");
            assertThat(help.status()).isZero();
            assertThat(help.out().replace("kguard.yaml", "")).doesNotContain("kguard.", "kguard:", "mvn");
            for (GoalParameter parameter : goal.parameters()) {
                String option = "  " + parameter.option();
                if (parameter.ofMaven()) {
                    assertThat(help.out()).doesNotContain(option);
                } else {
                    assertThat(help.out()).containsPattern(option + "(\\[=|[= \n])");
                }
            }
            assertThat(Program.run(folder, "help", goal.name(), "all").out()).isEqualTo(help.out());
        }
    }

    @Test
    void linesOfHelpFitATerminal() {
        for (Goal goal : Goals.all()) {
            String help = Program.run(folder, goal.name(), "--help").out();
            assertThat(help.lines()).hasSizeLessThanOrEqualTo(SCREEN);
            assertThat(Stream.concat(
                            help.lines(),
                            Program.run(folder, goal.name(), "--help", "all")
                                    .out()
                                    .lines()))
                    .allMatch(line -> line.length() <= 80);
        }
        assertThat(Program.run(folder, "--help").out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void groupsOfOptionsHaveOptionsThatThereAre() {
        List<String> all = Stream.concat(
                        Goals.all().stream().flatMap(goal -> goal.parameters().stream()), Goal.OF_SIMULATIONS.stream())
                .map(GoalParameter::option)
                .toList();
        List<String> grouped = OptionGroup.ALL.stream()
                .flatMap(group -> group.names().stream())
                .toList();

        assertThat(grouped).doesNotHaveDuplicates().isSubsetOf(all);
        assertThat(Program.run(folder, "verify", "--help", "all").out())
                .containsSubsequence(
                        "--rules=", "\nHow good", "--noise ", "\nBeside", "--beside=", "\nMachines", "--shard=");
        assertThat(Program.run(folder, "doctor", "--help", "all").out()).contains("\nMachines");
        assertThat(Program.run(folder, "lint", "--help", "all").out()).doesNotContain("Machines");
        assertThat(Program.run(folder, "new", "rule", "--help").out()).startsWith("Usage: kguard new rule ");
    }

    /** Nothing is hidden unsaid. */
    @Test
    void aScreenOfHelpSaysHowManyOptionsItLeavesOut() {
        String help = Program.run(folder, "verify", "--help").out();
        String all = Program.run(folder, "verify", "--help", "all").out();
        long shown = options(help);

        assertThat(help).contains("--only=", "--live=").doesNotContain("--shard");
        assertThat(help)
                .contains("\nOptions not shown: " + (options(all) - shown) + ". All: kguard verify --help all\n");
        assertThat(Program.run(folder, "images", "--help").out()).contains(". All: kguard images --help all");
        assertThat(Program.run(folder, "board", "--help").out()).doesNotContain("not shown");
    }

    private static long options(String help) {
        return help.lines().filter(line -> line.matches(" +(-., )?--\\S.*")).count();
    }

    @Test
    void aSwitchIsGivenAlone() {
        assertThat(Program.run(folder, "verify", "--help", "all").out())
                .doesNotContain("PARAM", "--noise=")
                .containsPattern("--noise +Also plays ")
                .containsPattern("--fail-on-untested-rule\n +Makes it ");
    }

    @Test
    void aShortWordIsNotTakenForAnyOther() {
        assertThat(error("verify", "--id", "x")).contains("has no option --id\n");
        assertThat(error("verify", "--rule", "x")).contains("did you mean --rules?");
    }

    @Test
    void eachCommandIsInOneGroup() {
        List<String> grouped = Stream.of(Goal.Group.values())
                .flatMap(group -> Commands.commands(group).stream())
                .toList();
        List<String> all = new ArrayList<>(Goals.all().stream().map(Goal::name).toList());
        all.add(NewFile.COMMAND);

        assertThat(grouped).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void anOptionOfSimulationsReachesTheGoalAndNobodyElse() {
        assertThat(error("scenarios", "--runtime", "podman"))
                .isEqualTo("kguard: --runtime=podman is not a container runtime. Use runc or docker.\n");
        assertThat(error("scenarios", "--allow", "nowhere")).contains("--allow names nowhere, which does not exist");
        assertThat(error("scenarios", "--ring-bytes", "many")).contains("--ring-bytes=many is not a number of bytes");
        assertThat(System.getProperty("kguard.runtime")).isNull();
    }

    @Test
    void aNearMissIsAnsweredWithTheName() {
        assertThat(error("verfy")).startsWith("kguard: there is no command \"verfy\"; did you mean verify?\n");
        assertThat(error("quidditch")).contains("known: baseline, board, ");
        assertThat(error("lint", "--strikt"))
                .startsWith("kguard: kguard lint has no option --strikt; did you mean --strict?\n");
        assertThat(error("verify", "--min-rule-covrage=3"))
                .contains("kguard verify has no option --min-rule-covrage; did you mean --min-rule-coverage?");
        assertThat(error("verify", "--minRuleCoverage", "3")).contains("did you mean --min-rule-coverage?");
        assertThat(error("verify", "--scenario", "x"))
                .contains("--scenario is no option of kguard verify, but of record, scenarios;"
                        + " did you mean --scenarios?");
        assertThat(error("lint", "--capture", "x"))
                .contains("--capture is no option of kguard lint, but of replay, record, new-test");
        assertThat(error("lint", "-Dkguard.rules=a.yaml")).contains("-Dkguard.rules is for Maven; here it is --rules");
        assertThat(error("verify", "--rule-test-timeout", "3"))
                .contains("kguard verify has no --rule-test-timeout: it is for builds with Maven");
        assertThat(error("mutate", "--live", "off"))
                .contains("kguard mutate has no --live: it is for builds with Maven, and for verify, derive\n");
        assertThat(error("doctor", "--runtme", "docker")).contains("did you mean --runtime?");
    }

    /** What users wrote, or what an attacker typed, stays as it is. */
    @Test
    void messagesNameOptionsAndCommandsAndLeaveTheWordsOfUsers() throws Exception {
        SmallProject.in(folder);
        assertThat(Wording.given("rules")).isEqualTo("--rules");
        assertThat(Wording.option("minRuleCoverage")).isEqualTo("--min-rule-coverage");
        assertThat(Wording.command("verify")).isEqualTo("kguard verify");
        assertThat(error("verify", "--max-noise", "-1")).contains("--max-noise must be a number from 0, not -1");
        assertThat(error("verify", "--rows", "mvn kguard:verify -Dkguard.only=x"))
                .contains("--rows is \"mvn kguard:verify -Dkguard.only=x\"; it can be");
    }

    @Test
    void aListIsGivenInAnyWay() throws Exception {
        SmallProject.in(folder);
        Path rules = folder.resolve("src/kguard/rules/rules.yaml");
        SmallProject.write(folder.resolve("a,b.yaml"), "- list: names\n  items: [x]\n");
        for (List<String> call : List.of(
                List.of("lint", rules.toString(), folder.resolve("a,b.yaml").toString()),
                List.of("lint", "--rules", rules.toString(), "--rules=" + folder.resolve("a,b.yaml")),
                List.of("lint", "--rules", rules + "," + folder.resolve("a?b.yaml")),
                List.of("lint", folder + "/src/**rules.yaml", folder + "/*.yaml"))) {
            Program linted = Program.run(folder, call.toArray(String[]::new));

            assertThat(linted.status()).as(call + linted.error()).isZero();
            assertThat(linted.out()).as(call.toString()).contains("a,b.yaml");
        }
    }

    @Test
    void aSwitchTakesNoArgument() throws Exception {
        SmallProject.in(folder);
        String rules = folder.resolve("src/kguard/rules/rules.yaml").toString();

        assertThat(Program.run(folder, "lint", "--strict", rules).status()).isZero();
        assertThat(Program.run(folder, "lint", "--strict=false", rules).status())
                .isZero();
        assertThat(Program.run(folder, "lint", "--strict=maybe", rules).status())
                .isEqualTo(64);
    }

    /** What is printed for programs is alone on the standard output. */
    @Test
    void alertsAreAloneOnTheStandardOutput() throws Exception {
        SmallProject.secretReadRule(folder.resolve("rules.yaml"));
        SmallProject.write(folder.resolve("audit.log"), SmallProject.SECRET_READ);

        Program replayed = Program.run(
                folder,
                "replay",
                "--audit",
                folder.resolve("audit.log").toString(),
                "--rules",
                folder.resolve("rules.yaml").toString());

        assertThat(replayed.status()).as(replayed.error()).isZero();
        assertThat(replayed.out().lines())
                .singleElement()
                .asString()
                .startsWith("{")
                .contains("secret read by eve");
        assertThat(replayed.error()).startsWith("1 events, 1 alert in ");
    }

    @Test
    void quietPrintsOnlyWhatIsWrong() throws Exception {
        SmallProject.in(folder);
        String rules = folder.resolve("src/kguard/rules/rules.yaml").toString();
        Program sound = Program.run(folder, "lint", "-q", rules);

        assertThat(sound.out() + sound.error()).isEmpty();
        assertThat(sound.status()).isZero();
        Program verified = Program.run(folder, "verify", "-q", "--catalogue", "off");
        assertThat(verified.out() + verified.error()).isEmpty();
        assertThat(verified.status()).isZero();
        Files.writeString(Path.of(rules), "- rule: Passwords read\n");
        Program broken = Program.run(folder, "lint", rules, "-q");
        assertThat(broken.status()).isEqualTo(1);
        assertThat(broken.out()).contains("LOAD_ERR_");
        assertThat(broken.error()).startsWith("kguard: lint found 1 error");
    }

    /** One reason is one message, and each error counts. */
    @Test
    void aFileThatIsMissingIsToldOnce() throws Exception {
        Path rules = folder.resolve("own.yaml");
        SmallProject.write(rules, """
                - rule: One
                  desc: d
                  condition: spawned_process and container
                  output: o
                  priority: NOTICE
                - rule: Two
                  desc: d
                  condition: spawned_process and evt.typo = 1
                  output: o
                  priority: NOTICE
                """);

        String out = Program.run(folder, "lint", rules.toString()).out();

        assertThat(out)
                .containsOnlyOnce("is a macro of falco_rules.yaml: load that file first")
                .contains("2 more errors, since falco_rules.yaml is missing: ")
                .contains("evt.typo", "0 rules: 4 errors");
    }

    @Test
    void lintLeavesNothingBehind() throws Exception {
        SmallProject.in(folder);

        assertThat(Program.run(folder, "lint").status()).isZero();
        assertThat(folder.resolve("target")).doesNotExist();
    }
}
