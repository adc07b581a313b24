// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attacks that succeed in ways that no event of the attacker's system calls shows. None of them counts as silence. */
@Tag("trust")
@Tag("runc")
@RequiresRoot
@RequiresShared
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnseenActsTest {
    private static final Path CASES = Shared.path("trust-cases/false-green");
    private static final Path MORE = Shared.path("trust-cases/second/false-green");

    private Path image;
    private Simulator simulator;
    private RuleSet rules;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        image = Files.createDirectory(folder.resolve("image"));
        Files.createDirectories(image.resolve("bin"));
        Files.createDirectories(image.resolve("usr/bin"));
        Files.createDirectories(image.resolve("etc"));
        Files.createDirectories(image.resolve("tmp"));
        Files.createDirectories(image.resolve("proc"));
        Files.writeString(image.resolve("etc/shadow"), "root:*:19000:0:99999:7:::\n");
        Files.copy(Path.of("/bin/busybox"), image.resolve("bin/busybox"));
        for (String name : new String[] {"sh", "cat", "sleep"}) {
            Files.createSymbolicLink(image.resolve("bin").resolve(name), Path.of("busybox"));
        }
        compile(CASES, "actor-extra");
        for (String name : new String[] {"act2", "act3", "act5", "act7"}) {
            compile(MORE, name);
        }
        simulator = Simulator.open(SimulatorOptions.configured().allowing(List.of(folder)));
        rules = rules(CASES.resolve("rules.yaml"));
    }

    private void compile(Path folder, String name) throws Exception {
        assertThat(new ProcessBuilder(
                                "cc",
                                "-w",
                                "-static",
                                "-pthread",
                                "-o",
                                image.resolve("usr/bin").resolve(name).toString(),
                                folder.resolve(name + ".c").toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    private static RuleSet rules(Path file) throws IOException {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", Files.readString(file)),
                EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));
    }

    @AfterAll
    void close() {
        simulator.close();
    }

    private Detections play(String name) throws IOException {
        return play(Files.readString(CASES.resolve(name + ".yaml")), rules);
    }

    private Detections play(String text, RuleSet against) throws IOException {
        String here = text.replaceAll("/tmp/kguard-image2?", image.toString());
        Scenario scenario = ScenarioReader.read(Files.writeString(image.resolveSibling("case.yaml"), here))
                .get(0);
        return simulator.run(scenario, against);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "z-iouring | Shadow opened | used io_uring",
                "z-sqpoll | Shadow opened | used io_uring",
                "z-hostpid-inj | Shadow opened anywhere | wrote to the memory or registers of kubelet[",
                "z-flip1 | Fifo opened | changed the path /tmp/attack.fifo while open"
            })
    void anActThatNoEventShowsIsAnError(String name, String rule, String doubt) throws IOException {
        Detections detections = play(name);
        assertThat(Judge.judge(detections, Expectation.silent(rule))).isInstanceOf(Verdict.Errored.class);
        assertThat(detections.doubts()).anyMatch(text -> text.contains(doubt));
    }

    @Test
    void aCallOfTheOtherInterfaceIsSeen() throws IOException {
        Detections detections = play("z-int80");
        assertThat(Judge.judge(detections, Expectation.silent("Shadow opened"))).isInstanceOf(Verdict.Failed.class);
        assertThat(detections.alertsOf("Shadow opened")).isNotEmpty();
        assertThat(detections.doubts()).isEmpty();
    }

    @Test
    void aPathThatWasChangedIsStillReportedAsItWasTaken() throws IOException {
        assertThat(play("z-flip1").alertsOf("Fifo opened")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "flip-absent-read | fa-rules | | | Secret shadow | changed the path /tmp/secret/shadow while openat ran",
                "unix-flip | su-rules | | | Evil socket | changed the address or data while sendto ran",
                "unix-flip | su-rules | act5, unix, | act5, unixmsg, | Evil socket | changed the address or data while sendmsg ran",
                "unix-flip | su-rules | act5, unix, flip | act7, mmsg | Evil socket | changed the address or data while sendmmsg ran",
                "aio-write | rules | | | Aio written | GOT aio",
            })
    void whatChangesOrRunsBesideTheCallIsAnError(
            String name, String file, String from, String to, String rule, String doubt) throws IOException {
        String text = Files.readString(MORE.resolve(name + ".yaml"));
        Detections detections = play(from == null ? text : text.replace(from, to), rules(MORE.resolve(file + ".yaml")));
        assertThat(Judge.judge(detections, Expectation.silent(rule))).isNotInstanceOf(Verdict.Passed.class);
        assertThat(detections.doubts()).singleElement().asString().contains(doubt);
    }

    /** The event has the path that the kernel took, so the rule fires, too. */
    @Test
    void aPathThatWasNotInMemoryIsReportedAsItWasTaken() throws IOException {
        Detections detections =
                play(Files.readString(MORE.resolve("flip-absent-read.yaml")), rules(MORE.resolve("fa-rules.yaml")));
        assertThat(detections.alertsOf("Secret shadow")).isNotEmpty();
    }
}
