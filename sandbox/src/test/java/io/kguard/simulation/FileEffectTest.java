// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.scenario.Effect;
import io.kguard.scenario.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The search for an effect is safe against what an attacker may leave in the container. */
@Tag("trust")
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileEffectTest {
    private static final Origin HERE = new Origin("x.yaml", 1, 1);
    private static final int LOOKS = 3000;
    private static final Duration SWAPPING = Duration.ofMinutes(3);

    private Path outside;
    private Sandbox sandbox;
    private PodSandbox pod;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        outside = folder;
        Files.writeString(outside.resolve("secret"), "of the machine");
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        pod = sandbox.start(
                new PodBuilder()
                        .withNewMetadata()
                        .withName("web-0")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("web")
                        .withImage("base")
                        .withCommand("sleep", "infinity")
                        .withNewSecurityContext()
                        .withPrivileged(true)
                        .endSecurityContext()
                        .endContainer()
                        .endSpec()
                        .build(),
                PodListener.NONE);
        run("""
                mkdir -p /w/d /w/d/e && cd /w && echo found > d/file && ln -s /w/d absolute && ln -s d/../d/file relative
                ln -s ../../../../../../w/d/file up && ln -s loop loop && mkfifo fifo
                ln -s %1$s machine && ln -s /proc/1/root/w/d/file magic && ln -s /proc/1/root/proc/kmsg kmsg
                truncate -s 8G sparse && echo tail >> sparse && ln -s file/ d/e/slash
                """.formatted(outside));
    }

    private void run(String script) {
        assertThat(pod.exec("", ExecSpec.of("sh", "-ec", script)).exitStatus()).isZero();
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/w/d/file",
        "/w/absolute/file",
        "/w/relative",
        "/w/up",
        "/../../w/d/file",
        "/w/d/e/../file",
        "/w//d/./file",
        "/w/magic"
    })
    void aFileIsFoundAsTheContainerFindsIt(String path) {
        assertThat(absence(path, "found")).isEmpty();
        assertThat(absence(path, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /w/none | there is no such file
            /w/d/file/none | file: it is no folder
            /w/d | it is not a regular file
            / | it is not a regular file
            /w/fifo | it is not a regular file
            /dev/null | it is not a regular file
            /proc/kmsg | the kernel generates it
            /w/kmsg | the kernel generates it
            /sys/kernel/mm/transparent_hugepage/enabled | the kernel generates it
            /w/loop | too many symbolic links on the way
            /w/sparse | it does not contain that
            /w/machine/secret | there is no such file
            """)
    void whatIsNoFileOfTheContainerIsNotRead(String path, String reason) {
        assertThat(absence(path, "e")).contains(reason);
    }

    @Test
    void aFolderThatBecomesALinkMeanwhileLeadsNowhereElse() {
        run("mkdir -p /w/s");
        CompletableFuture<Void> swapping = CompletableFuture.runAsync(() ->
                pod.exec("", ExecSpec.of("sh", "-c", """
                cd /w/s && ln -s %s link && mkdir folder
                until [ -e stop ]; do mv -T folder at; mv -T at folder; mv -T link at; mv -T at link; done
                """.formatted(outside)).withTimeout(SWAPPING)));
        try {
            for (int i = 0; i < LOOKS; i++) {
                assertThat(absence("/w/s/at/secret", "machine"))
                        .as("look %d found the machine's file", i)
                        .isNotEmpty();
            }
        } finally {
            run("touch /w/s/stop");
            swapping.join();
        }
    }

    @Test
    void aFileThatNeverOpensIsNotWaitedFor() {
        run("mkdir -p /w/f");
        CompletableFuture<Void> swapping = CompletableFuture.runAsync(
                () -> pod.exec("", ExecSpec.of("sh", "-c", """
                cd /w/f && mkfifo fifo && echo found > file
                until [ -e stop ]; do mv -T file at; mv -T at file; mv -T fifo at; mv -T at fifo; done
                """).withTimeout(SWAPPING)));
        long start = System.nanoTime();
        try {
            for (int i = 0; i < LOOKS; i++) {
                assertThat(absence("/w/f/at", "never")).isNotEmpty();
                if (System.nanoTime() - start > Duration.ofSeconds(20).toNanos()) {
                    break; // each look that met the pipe has ended at its deadline
                }
            }
        } finally {
            run("touch /w/f/stop");
            swapping.join();
        }
    }

    @Test
    void aContainerThatHasEndedHasNoFiles() {
        PodContainer ended = sandbox.start(
                        new PodBuilder(pod.pod())
                                .editMetadata()
                                .withName("ends-0")
                                .withUid(null)
                                .endMetadata()
                                .editSpec()
                                .withRestartPolicy("Never")
                                .editContainer(0)
                                .withCommand("true")
                                .endContainer()
                                .endSpec()
                                .build(),
                        PodListener.NONE)
                .container("");
        ended.exit().join();
        assertThat(FileEffect.absence(effect("/etc/passwd", "root"), ended, Duration.ofSeconds(5)))
                .isNotEmpty();
    }

    private String absence(String path, String contains) {
        return FileEffect.absence(effect(path, contains), pod.container(""), Duration.ofSeconds(1));
    }

    private static Effect.FileExists effect(String path, String contains) {
        return new Effect.FileExists("web-0", null, path, contains, HERE);
    }
}
