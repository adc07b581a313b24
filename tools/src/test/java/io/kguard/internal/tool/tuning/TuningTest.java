// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.console.Console;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exceptions for everyday alerts silence these, and no attack. */
@RequiresRoot
class TuningTest {
    private static final String RULES = """
            - rule: Passwords read
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name in (/etc/shadow, /etc/gshadow)
              output: read by %proc.cmdline
              priority: INFO
            """;

    private static final String WORKLOAD = """
            scenario: nightly
            title: A nightly copy
            benign: workload
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps:
              - exec: {pod: web, command: [head, -c, "1", /etc/shadow]}
            """;

    private static final String ATTACK = """
            scenario: shadow
            title: Reads the password file
            attack: [T1003.008]
            pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
            steps:
              - exec: {pod: web, command: [COMMAND, /etc/shadow], output: "root:"}
            fires: [Passwords read]
            """;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    /** What was printed, without the places where lines are broken. */
    private String printed() {
        return String.join(" ", lines).replaceAll("\\s+", " ");
    }

    @Test
    void anExceptionSilencesTheWorkloadAndKeepsTheAttack() throws IOException {
        assertThat(tune("cat", false)).as("%s", lines).isEqualTo(Tuning.End.PASSED);
        assertThat(printed())
                .contains("triggers 1 alert of 1 rule, with the exceptions below 0 alerts.")
                .contains("Rule \"Passwords read\": 1 alerts, 0 with the exceptions")
                .contains("everyday silences 1 alerts of nightly")
                .contains("The nearest attack is still detected, shadow: proc.exepath is /usr/bin/cat instead of")
                .contains(" fields: [container.image.repository, proc.exepath, fd.name, proc.cmdline]")
                .contains("\"Passwords read\": no longer reported where ")
                .contains(
                        "Attacks: 1 checks that a rule fires pass with the exceptions, 0 checks do not pass any more.")
                .contains("Nothing was written. With -Dkguard.fix the exceptions are appended to ");
        assertThat(folder.resolve("rules/zz-kguard-exceptions.yaml")).doesNotExist();
        assertThat(Files.readString(folder.resolve("reports/tune.json")))
                .contains("\"alertsBefore\": 1, \"alertsAfter\": 0, \"attacksDetected\": 1");
    }

    @Test
    void whatIsWrittenTakesEffect() throws IOException {
        assertThat(tune("cat", true)).as("%s", lines).isEqualTo(Tuning.End.PASSED);
        Path written = folder.resolve("rules/zz-kguard-exceptions.yaml");
        assertThat(printed()).endsWith("Written to " + written);
        String text = Files.readString(written);
        lines.clear();
        assertThat(tune("cat", true)).as("%s", lines).isEqualTo(Tuning.End.PASSED);
        assertThat(lines).first().isEqualTo("Everyday work (1 workload, 0 recordings) triggers 0 alerts of 0 rules.");
        assertThat(written).hasContent(text);
    }

    @Test
    void whatLooksLikeAnAttackStays() throws IOException {
        assertThat(tune("head -c 1", true)).as("%s", lines).isEqualTo(Tuning.End.PASSED);
        assertThat(printed()).contains("No exception for 1 of them. The attack shadow looks the same");
        assertThat(folder.resolve("rules/zz-kguard-exceptions.yaml")).doesNotExist();
    }

    /** The same act with another program is the attack, too: kguard plays it so, and excepts nothing that looks like it. */
    @Test
    void whatLooksLikeTheAttackByOtherMeansStays() throws IOException {
        VerifyOptions options = options("cat");
        Path workload = folder.resolve("scenarios/workload.yaml");
        Files.writeString(
                workload,
                Files.readString(workload)
                        .replace(
                                "[head, -c, \"1\", /etc/shadow]",
                                "[sh, -c, 'exec /lib*/ld-linux-*.so.* /usr/bin/cat /etc/shadow']"));
        assertThat(tune(options, target(true), List.of())).as("%s", lines).isEqualTo(Tuning.End.PASSED);
        assertThat(printed())
                .contains("No exception for 1 of them. The attack shadow-loader looks the same")
                .containsPattern("Attacks by other means that no exception may match: [1-9]\\d* of \\d+");
        assertThat(folder.resolve("rules/zz-kguard-exceptions.yaml")).doesNotExist();
    }

    @Test
    void aFileThatComesTooEarlyIsRefused() throws IOException {
        options("cat");
        TuningTarget early = new TuningTarget(folder.resolve("rules/early.yaml"), true);
        assertThat(tune(options("cat"), early, List.of())).as("%s", lines).isEqualTo(Tuning.End.FAILED);
        assertThat(printed()).containsPattern("Nothing was written\\. .*early\\.yaml");
        assertThat(early.file()).doesNotExist();
    }

    @Test
    void withoutEverydayWorkThereIsNothingToLearn() throws IOException {
        VerifyOptions options = options("cat");
        Files.delete(folder.resolve("scenarios/workload.yaml"));
        assertThat(tune(options, target(false), List.of())).isEqualTo(Tuning.End.IMPOSSIBLE);
        assertThat(lines).first().asString().startsWith("There is no everyday work to learn from");
    }

    @Test
    void aRecordingThatCanNotBeReadIsAnError() throws IOException {
        Path recording = Files.writeString(folder.resolve("broken.scap"), "no capture");
        assertThat(tune(options("cat"), target(false), List.of(recording))).isEqualTo(Tuning.End.IMPOSSIBLE);
        assertThat(printed()).contains("broken.scap can't be used");
    }

    private Tuning.End tune(String attack, boolean fix) throws IOException {
        return tune(options(attack), target(fix), List.of());
    }

    private Tuning.End tune(VerifyOptions options, TuningTarget target, List<Path> recordings) throws IOException {
        return tune(options, target, new Tuning.Evidence(recordings, List.of()));
    }

    private Tuning.End tune(VerifyOptions options, TuningTarget target, Tuning.Evidence evidence) throws IOException {
        return new Tuning(options, evidence, target, folder.resolve("reports"), Console.plain(lines::add)).run();
    }

    private static String alert(String program, String file, String command) {
        return "{\"rule\":\"Passwords read\",\"output\":\"read by " + command
                + "\",\"output_fields\":{\"proc.exepath\":\""
                + program + "\",\"fd.name\":\"" + file + "\",\"proc.cmdline\":\"" + command
                + "\",\"container.image.repository\":\"docker.io/library/shop\",\"container.id\":\"0123456789ab\"}}\n";
    }

    /** Production's alerts are no proof of everyday work: what looks like the attack stays, and so does what is rare. */
    @Test
    void alertsOfProductionAreSilencedButForWhatIsRareOrLooksLikeAnAttack() throws IOException {
        String backup = alert("/usr/bin/backup", "/etc/shadow", "backup --all");
        Path alerts = Files.writeString(
                folder.resolve("alerts.json"),
                backup.repeat(600)
                        + alert("/usr/bin/backup", "/etc/gshadow", "backup --steal")
                        + alert("/tmp/x", "/etc/shadow", "x").repeat(3)
                        + backup.replace("Passwords read", "Gone").repeat(2)
                        + "{\"rule\":\n");
        VerifyOptions options = options("cat");
        assertThat(tune(options, target(true), new Tuning.Evidence(List.of(), List.of(alerts))))
                .as("%s", lines)
                .isEqualTo(Tuning.End.PASSED);
        assertThat(printed())
                .contains("triggers 605 alerts of 1 rule, with the exceptions below 4 alerts.")
                .contains("Read: 606 alerts, 1 damaged lines: ")
                .contains("The rules have no \"Gone\": its 2 alerts are not judged.")
                .contains(
                        "No exception for 1 of them. They are too rare to be everyday work. Look at them. for example:"
                                + " read by backup --steal")
                .contains("No exception for 3 of them. They are too rare to be everyday work.");
        assertThat(folder.resolve("rules/zz-kguard-exceptions.yaml"))
                .content()
                .contains("backup --all")
                .doesNotContain("steal");
    }

    private TuningTarget target(boolean fix) {
        return new TuningTarget(TuningTarget.defaultFile(List.of(folder.resolve("rules"))), fix);
    }

    private VerifyOptions options(String attack) throws IOException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(rules.resolve("own.yaml"), RULES);
        Path scenarios = Files.createDirectories(folder.resolve("scenarios"));
        Files.writeString(scenarios.resolve("workload.yaml"), WORKLOAD);
        Files.writeString(
                scenarios.resolve("attack.yaml"),
                ATTACK.replace("COMMAND", attack.replace("-c 1", "-c, \"1\"").replace("head ", "head, "))
                        .replace("output: \"root:\"", attack.equals("cat") ? "output: \"root:\"" : "output: r"));
        return new VerifyOptions(
                new RuleOptions(List.of(rules), FalcoVersion.CURRENT, null, false),
                new ScenarioOptions(List.of(scenarios), new URLClassLoader(new URL[0], null)),
                new PlayOptions(SimulatorOptions.configured(), 2));
    }
}
