// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static io.kguard.internal.verify.BrokenRun.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.kguard.internal.result.SuiteResult;
import io.kguard.requirement.RequiresDocker;
import io.kguard.requirement.RequiresRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/** If a Docker daemon dies during a run, the run is an error, and the next run removes what is left. */
@RequiresRoot
@RequiresDocker
@Timeout(240)
class DeadDaemonTest {
    private static final String HURT = scenario("broken", "- exec: {pod: broken, command: [sleep, '7937']}");
    private static final String UNHURT = scenario("unhurt", "");

    @TempDir
    Path folder;

    private Process daemon;

    @AfterEach
    void endDaemon() throws Exception {
        daemon.destroy();
        daemon.waitFor();
        // a daemon that could not end its containers leaves their mounts
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            String place = line.split(" ")[4];
            if (place.startsWith(folder.toString())) {
                new ProcessBuilder("umount", "-l", place).start().waitFor();
            }
        }
    }

    @Test
    void theRunIsAnErrorAndTheNextOneFindsACleanMachine() throws Exception {
        startDaemon();
        Process run = run(HURT);
        new BrokenRun(folder).process("sleep 7937");
        daemon.destroyForcibly().waitFor();
        try (BufferedReader said = run.inputReader()) {
            assertThat(said.lines().toList())
                    .contains("Errored")
                    .anyMatch(line -> line.contains(
                            "the container main of the pod broken was lost: the Docker daemon does not answer"));
        }
        assertThat(run.waitFor()).isZero();

        startDaemon();
        Files.delete(folder.resolve("scenarios/0.yaml"));
        Process next = run(UNHURT);
        try (BufferedReader said = next.inputReader()) {
            assertThat(said.lines().toList()).contains("Passed", "containers left: []");
        }
        assertThat(next.waitFor()).isZero();
        new BrokenRun(folder).assertClean();
    }

    /** Starts a daemon with containers but without its own network, and returns when it responds. */
    private void startDaemon() throws IOException {
        daemon = new ProcessBuilder(
                        // with --bridge=none it removes the bridge of any other dockerd on its network
                        "unshare",
                        "--net",
                        "dockerd",
                        "--host=unix://" + folder.resolve("s"),
                        "--data-root=" + folder.resolve("data"),
                        "--exec-root=" + folder.resolve("exec"),
                        "--pidfile=" + folder.resolve("pid"),
                        "--bridge=none",
                        "--iptables=false",
                        "--ip6tables=false")
                .redirectErrorStream(true)
                .start();
        BufferedReader log = daemon.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line; (line = log.readLine()) != null; ) {
            said.append(line).append('\n');
            if (line.contains("API listen on")) {
                // keep reading, so that its output does not block it
                Thread rest = new Thread(() -> drain(log), "dockerd-log");
                rest.setDaemon(true);
                rest.start();
                return;
            }
        }
        throw new IOException("dockerd did not start:\n" + said);
    }

    private static void drain(BufferedReader log) {
        try {
            log.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // the daemon is gone
        }
    }

    private Process run(String scenario) throws IOException {
        ProcessBuilder jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dkguard.runtime=docker",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Run.class.getName(),
                        folder.toString(),
                        scenario)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        jvm.environment()
                .putAll(Map.of("DOCKER_HOST", "unix://" + folder.resolve("s"), "TESTCONTAINERS_RYUK_DISABLED", "true"));
        return jvm.start();
    }

    /** Plays a scenario on the daemon, and prints its verdict. */
    static final class Run {
        public static void main(String[] args) throws Exception {
            SuiteResult result = new BrokenRun(Path.of(args[0])).run(UnaryOperator.identity(), args[1]);
            result.checks().forEach(check -> {
                System.out.println(check.verdict().getClass().getSimpleName());
                System.out.println(check.verdict().reason());
            });
            System.out.println(result.problem());
            DockerClient client = DockerClientFactory.instance().client();
            try {
                List<Container> left =
                        client.listContainersCmd().withShowAll(true).exec();
                System.out.println("containers left: " + left);
            } catch (RuntimeException e) {
                System.out.println("no daemon: " + e.getMessage());
            }
            System.exit(0);
        }
    }
}
