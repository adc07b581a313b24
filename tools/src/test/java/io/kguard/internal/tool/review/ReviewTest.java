// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
import io.kguard.internal.tool.difference.Difference;
import io.kguard.internal.verify.PlayOptions;
import io.kguard.internal.verify.RuleOptions;
import io.kguard.internal.verify.ScenarioOptions;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What {@code kguard:review} says of a change. */
@Execution(ExecutionMode.SAME_THREAD) // some of them play
class ReviewTest {
    private static final String RULES = """
            - list: readers
              items: [cat, head]
            - rule: Passwords read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and proc.name in (readers)
              output: read by %proc.name
              priority: INFO
            - rule: Untouched
              desc: d
              condition: evt.type = connect and fd.sport = 4444
              output: connected
              priority: INFO
            """;

    private static final String SCENARIO = """
            scenario: shadow
            title: Written events
            attack: [T1003.008]
            events: {processes: [{name: cat, path: /usr/bin/cat}], actions: [{cat: {reads: /etc/shadow}}]}
            fires: [Passwords read]
            twin:
              scenario: hosts
              title: Another file is read
              events: {processes: [{name: cat, path: /usr/bin/cat}], actions: [{cat: {reads: /etc/hosts}}]}
            """;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("shadow.yaml"), SCENARIO);
    }

    private Difference.End review(String after) throws IOException {
        lines.clear();
        Path before = Files.writeString(folder.resolve("before.yaml"), RULES);
        VerifyOptions options = new VerifyOptions(
                new RuleOptions(
                        List.of(Files.writeString(folder.resolve("rules.yaml"), after)),
                        FalcoVersion.CURRENT,
                        Matching.FIRST,
                        false),
                new ScenarioOptions(List.of(folder.resolve("shadow.yaml")), new URLClassLoader(new URL[0], null)),
                new PlayOptions(SimulatorOptions.configured(), 2));
        return new Review(options, before.toString(), "", folder.resolve("reports"), Console.plain(lines::add)).run();
    }

    private String comment() throws IOException {
        return Files.readString(folder.resolve("reports/review.md"));
    }

    @Test
    void aChangeOfNothingSaysSo() throws IOException {
        assertThat(review(RULES + "# a comment\n")).isEqualTo(new Difference.End(true, false));
        assertThat(comment().substring(comment().indexOf("No attack"))).isEqualTo("""
                No attack is lost.
                Compared on 1 attack, 1 benign act.

                No rule changes.
                """);
    }

    @Test
    void anAttackThatIsLostComesFirst() throws IOException {
        assertThat(review(RULES.replace("[cat, head]", "[head]"))).isEqualTo(new Difference.End(true, true));
        assertThat(comment())
                .contains("\n**Lost: no rule that should report these attacks does so any more:** shadow.\n")
                .contains("| Passwords read | condition | −1 | 1 not passed, 0 fires, 1 silent |  |\n")
                .as("nothing is said twice")
                .doesNotContain("No attack is lost")
                .doesNotContain("do not pass");
        assertThat(folder.resolve("reports/diff.md")).exists();
    }

    @Test
    void aRenamedRuleLosesNothing() throws IOException {
        assertThat(review(RULES.replace("rule: Passwords read", "rule: Shadow read"))
                        .isLost())
                .isFalse();
        assertThat(comment())
                .contains("No attack is lost.\n")
                .contains("\"Shadow read\" reports 1 event that \"Passwords read\" reported before.\n")
                .contains("- \"Shadow read\": no scenario checks that it fires or stays silent\n")
                .as("its clauses are those of before")
                .doesNotContain("no check notices");
    }

    /** Only what was not there before is measured: the rest of the rule is another day's work. */
    @Test
    void smallChangesOfWhatIsNewAreMeasured() throws IOException {
        review(RULES.replace("and proc.name in (readers)", "and proc.name in (readers) and user.name != backup"));
        assertThat(comment())
                .containsPattern(
                        "\\| Passwords read \\| condition \\|  \\| 1 fires, 1 silent \\| \\d+ of [1-9]\\d* \\|\n")
                .contains("no check notices** (")
                .contains("user.name")
                .doesNotContain("removing fd.name")
                .doesNotContain("Untouched");
    }

    /** Nothing is played twice: the small changes are evaluated on what the comparison played. */
    @Test
    @RequiresRoot
    void aScenarioIsPlayedOnce() throws IOException {
        Files.writeString(folder.resolve("shadow.yaml"), """
                scenario: shadow
                title: Reads the password file
                attack: [T1003.008]
                pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
                steps: [{exec: {pod: web, command: [cat, /etc/shadow], output: "root:"}}]
                fires: [Passwords read]
                twin:
                  scenario: hosts
                  title: Reads the list of hosts
                  steps: [{exec: {pod: web, command: [cat, /etc/hosts]}}]
                """);
        try (Recording recording = new Recording()) {
            recording.enable("io.kguard.Phase").withThreshold(Duration.ZERO);
            recording.start();
            review(RULES.replace("and proc.name in (readers)", "and proc.name in (readers) and user.name != backup"));
            recording.stop();
            Path file = folder.resolve("played.jfr");
            recording.dump(file);
            assertThat(RecordingFile.readAllEvents(file))
                    .filteredOn(event -> event.getString("phase").equals("acts"))
                    .extracting(event -> event.getString("scenario"))
                    .containsExactlyInAnyOrder("shadow", "hosts");
        }
        assertThat(comment()).contains("1 fires, 1 silent");
    }

    @Test
    void onlyNewFindingsOfLintAreNamed() throws IOException {
        String moved = "# a line more\n"
                + RULES.replace("evt.type = connect and", "evt.type = connect and not fd.sport = 4444 and");
        review(moved);
        assertThat(comment()).contains("**New findings of lint** (").contains("LINT\\_NEVER\\_TRUE");
        review("# a line more\n" + RULES);
        assertThat(comment()).as("one that has moved is not new").doesNotContain("New findings");
    }

    /** Whatever a rule is called, the comment stays one comment. */
    @Test
    void whatRulesSayStaysText() throws IOException {
        review(RULES.replace("rule: Passwords read", "rule: '@all | <b> ](http://x)'"));
        assertThat(comment()).doesNotContain("@all").doesNotContain("<b>").doesNotContain("](http://");
    }

    /** A screen: also if a change touches a hundred rules, each with survivors, findings and no check. */
    @Test
    void theCommentIsAtMostAScreen() throws IOException {
        StringBuilder many = new StringBuilder(RULES);
        for (int i = 0; i < 100; i++) {
            many.append("- rule: New ")
                    .append(i)
                    .append("\n  desc: d\n  condition: proc.name = a")
                    .append(i)
                    .append(" and proc.name = b\n  output: o\n  priority: INFO\n");
        }
        review(many.toString().replace("[cat, head]", "[cat, head, tail, less, more, tac, nl]"));
        assertThat(comment().lines().count()).isLessThanOrEqualTo(50);
        assertThat(comment()).contains("And 93 more rules.").contains("- and 96 more\n");
    }

    @Test
    void aTwinThatFiresIsAFailedCheck() throws IOException {
        assertThat(review(RULES.replace("fd.name = /etc/shadow", "fd.name startswith /etc")))
                .isEqualTo(new Difference.End(true, false));
        assertThat(comment())
                .contains("\n**Checks that do not pass** (1)\n- \"Passwords read\" in hosts: fires\n")
                .contains("| Passwords read | condition | +1 | 1 not passed, 1 fires, 0 silent |  |\n");
    }

    /** A reviewer must not look in the change for what failed already. */
    @Test
    void aCheckThatFailedBeforeIsSaidToHave() throws IOException {
        Files.writeString(folder.resolve("shadow.yaml"), SCENARIO.replace("reads: /etc/shadow", "reads: /etc/gshadow"));
        review(RULES.replace("[cat, head]", "[cat, head, tail]"));
        assertThat(comment()).contains("- \"Passwords read\" in shadow: does not fire, as before the change\n");
    }

    /** A scenario that can't be played proves nothing: the review is not whole. */
    @Test
    void aCheckThatCanNotBeJudgedIsADoubt() throws IOException {
        Files.write(folder.resolve("broken.scap"), new byte[] {1, 2, 3});
        Files.writeString(folder.resolve("shadow.yaml"), """
                scenario: shadow
                title: A damaged capture
                attack: [T1003.008]
                capture: broken.scap
                fires: [Passwords read]
                """);
        assertThat(review(RULES.replace("[cat, head]", "[cat, head, tail]")).isWhole())
                .isFalse();
        assertThat(comment())
                .contains("**Not compared:** shadow.\n")
                .contains("\"Passwords read\" in shadow: not judged: ")
                .doesNotContain("not judged: Rule "); // the reason, and not the check once more
    }

    @Test
    void aNewRuleDidNothingBeforeTheChange() throws IOException {
        Files.writeString(folder.resolve("shadow.yaml"), SCENARIO.replace("Passwords read", "Passwords read by tail"));
        review(RULES + """
                - rule: Passwords read by tail
                  desc: d
                  condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and proc.name = tail
                  output: read by %proc.name
                  priority: INFO
                """);
        assertThat(comment()).contains("in shadow: does not fire\n").doesNotContain("as before the change");
    }

    @Test
    void rulesThatDoNotLoadAreNoReview() throws IOException {
        assertThat(review(RULES.replace("proc.name in", "nosuch in")).isWhole()).isFalse();
        assertThat(folder.resolve("reports/review.md")).doesNotExist();
        assertThat(lines.get(0)).isEqualTo("The rules do not load.");
    }
}
