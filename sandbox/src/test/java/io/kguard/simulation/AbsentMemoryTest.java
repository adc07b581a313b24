// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.CaptureReplay;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program names what it executes by words in a page of a file that is not in memory. The sensor can't read them, and neither could
 * Falco. What the play lacks is there when the same is played again, because the page has been read in between.
 */
@RequiresRoot
@Tag("trust")
@Tag("runc")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AbsentMemoryTest {
    private static final String RULES = """
            - rule: Nothing executed
              desc: A program is executed that there is not
              condition: evt.type = execve and evt.arg.res = ENOENT and evt.arg.args contains secret
              output: Nothing executed (args=%evt.arg.args)
              priority: NOTICE
            - rule: Opened
              desc: A file is opened
              condition: evt.type in (open, openat) and fd.name = /words
              output: Opened (name=%fd.name)
              priority: NOTICE
            """;
    private static final String PROGRAM = """
            #define _GNU_SOURCE
            #include <fcntl.h>
            #include <stdio.h>
            #include <string.h>
            #include <sys/mman.h>
            #include <sys/uio.h>
            #include <sys/wait.h>
            #include <unistd.h>

            #define PAGE 4096

            /* As a database does: another process has filled the page, and this one never looked at it. */
            static int write_shared(int in_parts) {
                char back[PAGE] = {0};
                char *page = mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
                if (!fork()) {
                    strcpy(page, "secrets");
                    _exit(0);
                }
                wait(0);
                int out = memfd_create("out", 0);
                if (in_parts) {
                    struct iovec parts[] = {{page, 3}, {page + 3, 4}};
                    pwritev(out, parts, 2, 0);
                } else {
                    pwrite(out, page, 7, 0);
                }
                pread(out, back, 7, 0);
                printf("%s was there", back);
                return 0;
            }

            int main(int count, char **arguments) {
                if (!strncmp(arguments[1], "shared", 6)) {
                    return write_shared(!strcmp(arguments[1], "shared-parts"));
                }
                char *pages = mmap(0, 2 * PAGE, PROT_READ, MAP_PRIVATE, open("/words", O_RDONLY), 0);
                madvise(pages, 2 * PAGE, MADV_RANDOM); /* a page is not read with its neighbour */
                volatile char *words = pages + PAGE;
                if (!strcmp(arguments[1], "once")) {
                    (void)*(volatile char *)pages; /* maps the neighbour, too, if that is in the page cache */
                }
                char *none[] = {"none", (char *)words, 0};
                execv("/none", none);
                printf("%c was there", *words);
                return 0;
            }
            """;

    private static final RuleSet RULE_SET = rules(RULES);

    private Path image;

    @BeforeAll
    void compile(@TempDir Path folder) throws Exception {
        image = Files.createDirectories(Path.of("target/absent-memory").toAbsolutePath());
        Path source = Files.writeString(folder.resolve("absent.c"), PROGRAM);
        Files.writeString(image.resolve("words"), "-".repeat(4096) + "secret");
        assertThat(run("cc", "-w", "-static", "-o", image + "/absent", source.toString()))
                .isZero();
        Files.copy(Path.of("/bin/busybox"), image.resolve("sleep"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void whatIsThereTheSecondTimeIsJudged() throws Exception {
        Detections detections = play("once");
        assertThat(detections.doubts()).isEmpty();
        assertThat(detections.notes())
                .contains(
                        "it was played twice, because the first play is incomplete. Of the simulation's events 1 had a"
                                + " parameter in memory that was not present (types: execve)");
        assertThat(Judge.judge(detections, Expectation.fires("Nothing executed")))
                .isInstanceOf(Verdict.Passed.class);
    }

    /** What was kept of the first play is forgotten. */
    @Test
    void aTapeHasTheSecondPlayAlone() throws Exception {
        try (Simulator simulator = simulatorWithAbsentWords()) {
            Tape tape = simulator.tape(scenario("once"), RULE_SET);
            assertThat(tape.played().notes()).anyMatch(note -> note.startsWith("it was played twice"));
            assertThat(tape.judge(RULE_SET).alertsOf("Opened"))
                    .hasSameSizeAs(tape.played().alertsOf("Opened"))
                    .hasSize(1);
        }
    }

    @Test
    void aCaptureHasTheSecondPlayAlone() throws Exception {
        try (Simulator simulator = simulatorWithAbsentWords()) {
            Path capture = image.resolveSibling("absent.scap");
            Detections live = simulator.record(scenario("once"), RULE_SET, capture);
            Detections replayed = CaptureReplay.run(capture, RULE_SET);
            assertThat(live.notes()).anyMatch(note -> note.startsWith("it was played twice"));
            assertThat(replayed.doubts()).isEmpty();
            assertThat(replayed.alertsOf("Opened")).hasSize(1);
            assertThat(replayed.alertsOf("Nothing executed")).hasSize(1);
        }
    }

    @Test
    void whatIsNeverThereIsAnError() throws Exception {
        Detections detections = play("never");
        assertThat(detections.doubts())
                .containsExactly("Of the simulation's events 1 had a parameter in memory that was not present"
                        + " (types: execve)");
        assertThat(detections.notes()).anyMatch(note -> note.startsWith("it was played twice"));
        assertThat(Judge.judge(detections, Expectation.fires("Opened"))).isInstanceOf(Verdict.Errored.class);
    }

    /** Where the bytes that are written decide nothing, that nobody else can have changed it is of no interest. */
    @Test
    void sharedMemoryThatIsWrittenIsADoubtOnlyIfItsBytesAreRead() throws Exception {
        String rule = """
                - rule: Written
                  desc: A file is written at an offset
                  condition: evt.type = pwrite and %s
                  output: Written (%s)
                  priority: NOTICE
                """;
        String other =
                "- {rule: Read, desc: d, condition: evt.type = pread and evt.buffer contains no, output: o, priority: INFO}";
        Detections size = play("shared", rules(rule.formatted("proc.name = absent", "size=%evt.arg.size") + other));
        assertThat(size.doubts()).isEmpty();
        assertThat(size.alertsOf("Written")).hasSize(1);
        for (String data : List.of("evt.buffer", "evt.arg.data", "evt.args", "evt.arg[1]")) {
            assertDoubted(rules(rule.formatted("proc.name = absent", "data=%" + data)));
            assertDoubted(rules(rule.formatted(data + " contains secret", "size=%evt.arg.size")));
        }
    }

    /** Otherwise what nobody read in the play would decide a verdict. */
    @Test
    void aTapeForRulesThatReadNoDataIsNotForOthers() throws Exception {
        String rule = "- {rule: w, desc: d, condition: evt.type = pwrite, output: w %FIELD, priority: INFO}";
        RuleSet size = rules(rule.replace("FIELD", "evt.arg.size"));
        RuleSet data = rules(rule.replace("FIELD", "evt.buffer"));
        try (Simulator simulator = simulatorWithAbsentWords()) {
            assertThat(simulator.tapeFor(scenario("shared"), size).hasEventsOf(size))
                    .isTrue();
            assertThat(simulator.tapeFor(scenario("shared"), size).hasEventsOf(data))
                    .isFalse();
            assertThat(simulator.tapeFor(scenario("shared"), data).hasEventsOf(size))
                    .isTrue();
        }
    }

    @Test
    void whatAScenarioExpectsOfAnAlertIsReadToo() throws Exception {
        String rule = "- {rule: Opened, desc: d, condition: evt.type = pwrite, output: w, priority: INFO}";
        try (Simulator simulator = simulatorWithAbsentWords()) {
            Scenario expecting = ScenarioReader.read(
                            "absent.yaml",
                            text("shared").replace("[Opened]", "[{rule: Opened, fields: {evt.buffer: secrets}}]"))
                    .get(0);
            assertThat(simulator.run(expecting, rules(rule)).doubts()).containsExactly(doubt("pwrite"));
            assertThat(simulator.run(scenario("shared"), rules(rule)).doubts()).isEmpty();
        }
    }

    @Test
    void theSameOfWhatIsWrittenInParts() throws Exception {
        String rule = "- {rule: w, desc: d, condition: evt.type = pwritev, output: w %FIELD, priority: INFO}";
        assertThat(play("shared-parts", rules(rule.replace("FIELD", "evt.arg.size")))
                        .doubts())
                .isEmpty();
        assertThat(play("shared-parts", rules(rule.replace("FIELD", "evt.buffer")))
                        .doubts())
                .containsExactly(doubt("pwritev"));
    }

    private void assertDoubted(RuleSet rules) throws Exception {
        assertThat(play("shared", rules).doubts()).containsExactly(doubt("pwrite"));
    }

    private static String doubt(String type) {
        return "Of the simulation's events 1 were of calls whose start was not seen (types: " + type + ")";
    }

    private static RuleSet rules(String text) {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", text),
                EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));
    }

    private Detections play(String mode) throws Exception {
        return play(mode, RULE_SET);
    }

    private Detections play(String mode, RuleSet rules) throws Exception {
        try (Simulator simulator = simulatorWithAbsentWords()) {
            return simulator.run(scenario(mode), rules);
        }
    }

    private Simulator simulatorWithAbsentWords() throws Exception {
        // written out, so that the page may go, and then out of the page cache
        assertThat(run(
                        "dd",
                        "status=none",
                        "of=" + image + "/words",
                        "oflag=nocache",
                        "conv=notrunc,fdatasync",
                        "count=0"))
                .isZero();
        return Simulator.open(SimulatorOptions.configured().allowing(List.of(image)));
    }

    private Scenario scenario(String mode) {
        return ScenarioReader.read("absent.yaml", text(mode)).get(0);
    }

    private String text(String mode) {
        return """
                scenario: absent
                title: Words that are not in memory
                attack: [T1059]
                pods:
                  - metadata: {name: web-0, namespace: shop}
                    spec: {containers: [{name: web, image: "rootfs:IMAGE", command: [/sleep, infinity]}]}
                steps:
                  - exec: {pod: web-0, command: [/absent, MODE], output: s was there}
                fires: [Opened]
                """.replace("IMAGE", image.toString()).replace("MODE", mode);
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
