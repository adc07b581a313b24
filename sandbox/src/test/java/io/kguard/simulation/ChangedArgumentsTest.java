// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Arguments that events do not show completely: another process changes them during the call, or they exceed what
 * events hold.
 */
@Tag("trust")
@Tag("runc")
@RequiresRoot
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangedArgumentsTest {
    private static final String RULES = """
            - rule: Fifo opened
              desc: d
              condition: evt.type in (open, openat, openat2) and fd.name = /tmp/attack
              output: opened
              priority: WARNING
            - rule: Fifo written
              desc: d
              condition: evt.type in (open, openat, openat2) and evt.is_open_write = true and fd.name = /tmp/attack
              output: opened
              priority: WARNING
            - rule: Sent elsewhere
              desc: d
              condition: evt.type in (sendto, sendmsg, sendmmsg) and fd.sport = 7017
              output: sent
              priority: WARNING
            """;

    /**
     * Each opens a FIFO, which blocks until another process opens its other end. That process changes the memory
     * before.
     */
    private static final String ACTOR = """
            #define _GNU_SOURCE
            #include <arpa/inet.h>
            #include <fcntl.h>
            #include <linux/openat2.h>
            #include <stdio.h>
            #include <string.h>
            #include <sys/mman.h>
            #include <sys/socket.h>
            #include <sys/stat.h>
            #include <sys/syscall.h>
            #include <sys/wait.h>
            #include <unistd.h>

            int main(int count, char **arguments) {
                char *act = arguments[1];
                char *path = mmap(0, 4096, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
                struct open_how *how = mmap(0, 4096, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
                if (!strcmp(act, "messages")) {
                    struct mmsghdr messages[17];
                    struct sockaddr_in to[17];
                    struct iovec data = {"x", 1};
                    memset(messages, 0, sizeof messages);
                    for (int i = 0; i < 17; i++) {
                        to[i] = (struct sockaddr_in){AF_INET, htons(i < 16 ? 7001 : 7017), {htonl(INADDR_LOOPBACK)}};
                        messages[i].msg_hdr = (struct msghdr){&to[i], sizeof to[i], &data, 1};
                    }
                    return sendmmsg(socket(AF_INET, SOCK_DGRAM, 0), messages, 17, 0) != 17;
                }
                mkfifo("/tmp/attack", 0600);
                link("/tmp/attack", "/tmp/other");
                if (!strcmp(act, "absent")) {
                    if (!fork()) {
                        strcpy(path, "/tmp/attack");
                        _exit(0);
                    }
                    wait(0);
                    if (!fork()) {
                        usleep(300000);
                        strcpy(path, "/tmp/harmless");
                        open("/tmp/other", O_WRONLY);
                        _exit(0);
                    }
                    return open(path, O_RDONLY) < 0;
                }
                how->flags = O_WRONLY;
                if (!fork()) {
                    usleep(300000);
                    if (!strcmp(act, "how")) {
                        how->flags = O_RDONLY;
                    } else {
                        madvise(how, 4096, MADV_REMOVE);
                    }
                    open("/tmp/other", O_RDONLY);
                    usleep(300000);
                    _exit(0);
                }
                int result = syscall(SYS_openat2, AT_FDCWD, "/tmp/attack", how, sizeof *how) < 0;
                wait(0);
                return result;
            }
            """;

    private Path folder;
    private Simulator simulator;
    private RuleSet rules;

    @BeforeAll
    void open(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Path image = Files.createDirectory(folder.resolve("image"));
        for (String name : new String[] {"bin", "tmp", "proc", "etc"}) {
            Files.createDirectories(image.resolve(name));
        }
        Files.copy(Path.of("/bin/busybox"), image.resolve("bin/busybox"));
        Files.createSymbolicLink(image.resolve("bin/sleep"), Path.of("busybox"));
        Path source = Files.writeString(folder.resolve("actor.c"), ACTOR);
        assertThat(new ProcessBuilder(
                                "cc",
                                "-w",
                                "-static",
                                "-o",
                                image.resolve("bin/actor").toString(),
                                source.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        simulator = Simulator.open(SimulatorOptions.configured().allowing(List.of(folder)));
        rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULES),
                EngineOptions.of(FalcoVersion.CURRENT)
                        .withMatching(Matching.ALL)
                        .withExplanations(true));
    }

    @AfterAll
    void close() {
        simulator.close();
    }

    private Detections play(String act) throws IOException {
        Path file = Files.writeString(folder.resolve(act + ".yaml"), """
                        scenario: act
                        title: An act
                        attack: [T1003]
                        pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: "rootfs:%s", command: [sleep, infinity]}]}}]
                        fires: [Fifo opened]
                        steps:
                          - exec: {pod: web, command: [/bin/actor, %s]}
                        """.formatted(folder.resolve("image"), act));
        return simulator.run(ScenarioReader.read(file).get(0), rules);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "absent | Fifo opened | changed the path /tmp/attack while open",
                "how | Fifo written | changed the flags while openat2 ran",
                "removed | Fifo written | changed the flags while openat2 ran",
                "messages | Sent elsewhere | handed more than sixteen messages to sendmmsg"
            })
    void nothingIsTakenForSilence(String act, String rule, String doubt) throws IOException {
        Detections detections = play(act);
        assertThat(Judge.judge(detections, Expectation.silent(rule))).isInstanceOf(Verdict.Errored.class);
        assertThat(detections.doubts()).singleElement().asString().contains(doubt);
    }
}
