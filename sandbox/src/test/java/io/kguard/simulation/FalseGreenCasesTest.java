// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attacks that happened unseen: none of their checks passes, unless it expects the blind spot. */
@Tag("trust")
@Tag("runc")
@RequiresRoot
@RequiresShared
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FalseGreenCasesTest {
    private static final Path CASES = Path.of("../../shared/trust-cases/false-green");
    private static final int ATTEMPTS = 10;
    private static final Expectation SILENT = Expectation.silent("Shadow opened");
    private static final String EARLIER_AND_LATER = """
            - rule: Broad
              desc: d
              condition: evt.type in (open, openat, openat2) and container.id != host and fd.name startswith /etc/shad
              output: broad
              priority: WARNING
            - rule: Narrow
              desc: d
              condition: evt.type in (open, openat, openat2) and container.id != host and fd.name = /etc/shadow
              output: narrow
              priority: WARNING
            """;
    private static final String COPIED = "\"sh\", \"-c\", \"$1 $2 $3 > /tmp/copy && cat /tmp/copy\"";
    private static final String BLIND = """
            expect: {blind: ["Shadow opened"]}
            effects: [{file: {pod: web-0, path: /tmp/copy, contains: root}}]
            """;

    @TempDir
    static Path folder;

    private Simulator simulator;
    private RuleSet rules;

    @BeforeAll
    void open() throws Exception {
        Path image = Files.createDirectories(folder.resolve("image"));
        for (String name : List.of("bin", "usr/bin", "etc", "tmp", "proc", "dev", "sys")) {
            Files.createDirectories(image.resolve(name));
        }
        Files.copy(Path.of("/bin/busybox"), image.resolve("bin/busybox"));
        for (String name : List.of("sh", "cat", "sleep")) {
            Files.createSymbolicLink(image.resolve("bin").resolve(name), Path.of("busybox"));
        }
        Files.writeString(image.resolve("etc/shadow"), "root:*:19000::::::\n");
        Process compiler = new ProcessBuilder(
                        "gcc",
                        "-static",
                        "-w",
                        "-o",
                        image.resolve("usr/bin/actor-extra").toString(),
                        CASES.resolve("actor-extra.c").toString(),
                        "-lpthread")
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
        simulator = Simulator.open(SimulatorOptions.configured());
        rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).load(List.of(CASES.resolve("rules.yaml"))),
                EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));
    }

    @AfterAll
    void close() {
        simulator.close();
    }

    private Detections play(String name, UnaryOperator<String> change) throws IOException {
        return play(name, change, rules);
    }

    private Detections play(String name, UnaryOperator<String> change, RuleSet watching) throws IOException {
        String text = change.apply(Files.readString(CASES.resolve(name + ".yaml")))
                .replace("/tmp/kguard-image", folder.resolve("image").toString());
        Scenario scenario = ScenarioReader.read(Files.writeString(folder.resolve(name + ".yaml"), text))
                .get(0);
        return simulator.run(scenario, watching);
    }

    @Test
    void silenceBehindAnEarlierRuleIsAnErrorUnlessThatIsAllowed() throws IOException {
        RuleSet both = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", EARLIER_AND_LATER),
                EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));
        Detections detections = play("e-hidden", text -> text, both);
        assertThat(Judge.judge(detections, Expectation.fires("Broad"))).isEqualTo(new Verdict.Passed());
        Verdict verdict = Judge.judge(detections, Expectation.silent("Narrow"));
        assertThat(verdict).isInstanceOf(Verdict.Errored.class);
        assertThat(verdict.reason()).contains("One of those rules is \"Broad\"");
    }

    /**
     * Plays a case until its attack takes effect. The program of z-sqpoll does not wake the kernel's polling thread: it waits in
     * vain if that thread fell asleep before the program's first request.
     */
    private Detections playToTheEnd(String name, UnaryOperator<String> change) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Detections detections = play(name, change);
            if (detections.doubts().stream().noneMatch(doubt -> doubt.contains("sqpoll open: Success"))) {
                return detections;
            }
        }
        throw new AssertionError(name + " took no effect in " + ATTEMPTS + " attempts");
    }

    private static String asBlind(String scenario) {
        return scenario.replaceAll("(?m)^(fires|silent): .*\n", "")
                        .replaceAll("\"(/usr/bin/actor-extra)\", \"(\\w+)\", \"(/etc/shadow)\"", COPIED)
                + BLIND;
    }

    @Test
    void aDaemonThatActsLaterIsAnError() throws IOException {
        Detections detections = play("z-daemon-2000", text -> text.replace("2000", "600000"));
        assertThat(Judge.judge(detections, SILENT)).isInstanceOf(Verdict.Errored.class);
        assertThat(detections.doubts())
                .singleElement()
                .asString()
                .contains("\"/usr/bin/actor-extra daemon /etc/shadow 600000\", since step 1");
        assertThat(Judge.judge(detections, Expectation.fires("Always"))).isInstanceOf(Verdict.Errored.class);
    }

    @Test
    void whatFalcoDoesNotSeeIsAnErrorUnlessItIsExpected() throws IOException {
        for (String name : List.of("z-iouring", "z-sqpoll")) {
            Detections detections = play(name, text -> text);
            Verdict verdict = Judge.judge(detections, SILENT);
            assertThat(verdict).as(name).isInstanceOf(Verdict.Errored.class);
            assertThat(verdict.reason())
                    .contains("Falco would not see them either")
                    .contains("expect: {blind: [");

            Detections expected = playToTheEnd(name, FalseGreenCasesTest::asBlind);
            assertThat(expected.doubts()).isEmpty();
            assertThat(Judge.judge(expected, SILENT.blind())).isEqualTo(new Verdict.Passed());
            assertThat(Judge.judge(expected, SILENT)).isInstanceOf(Verdict.Errored.class);
            assertThat(expected.notes()).anyMatch(note -> note.contains("Falco would not see them either"));
        }
    }

    @Test
    void blindnessOfTheContainersOwnProgramIsNoExcuse() throws IOException {
        String late = "\"sh\", \"-c\", \"sleep 1; /usr/bin/actor-extra iouring /etc/shadow; sleep infinity\"";
        String copies = "\"sh\", \"-c\", \"sleep 2; cat /etc/passwd; echo GOT root > /tmp/copy; cat /tmp/copy\"";
        Detections detections = play(
                "z-iouring",
                text -> asBlind(text.replace("\"sleep\", \"infinity\"", late)
                        .replace("\"/usr/bin/actor-extra\", \"iouring\", \"/etc/shadow\"", copies)));
        assertThat(Judge.judge(detections, SILENT.blind())).isInstanceOf(Verdict.Errored.class);
        assertThat(detections.doubts()).anyMatch(doubt -> doubt.contains("No step started that process"));
    }

    @Test
    void blindnessIsNoExcuseForWhatIsSeen() throws IOException {
        Detections seen = play("z-iouring", text -> asBlind(text.replace("\"iouring\"", "\"open\"")));
        assertThat(Judge.judge(seen, SILENT.blind())).isInstanceOf(Verdict.Failed.class);

        Detections nothing = play("z-iouring", text -> asBlind(text.replaceAll("(?m)^.*iouring., .*\n", "")));
        assertThat(Judge.judge(nothing, SILENT.blind())).isInstanceOf(Verdict.Errored.class);
    }
}
