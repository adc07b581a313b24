// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSession;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresRoot
@Timeout(120)
class ExecTest {
    static Sandbox sandbox;
    static PodSandbox pod;

    @BeforeAll
    static void open() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        pod = sandbox.start(Pods.sleeping(), PodListener.NONE);
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void theExitStatusAndBothOutputsComeBack() {
        assertThat(Pods.bash(pod, "echo out; echo err >&2; exit 3")).isEqualTo(new ExecResult(3, "out\n", "err\n"));
    }

    @Test
    void aSignalIsReportedAsShellsDo() {
        assertThat(Pods.bash(pod, "kill -KILL $$").exitStatus()).isEqualTo(137);
    }

    @Test
    void aCommandThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> pod.exec("", ExecSpec.of("no-such-command", "-v")))
                .asInstanceOf(type(SandboxException.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(SandboxException.Reason.EXEC_NOT_STARTED))
                .extracting(SandboxException::getMessage)
                .asString()
                .contains("\"no-such-command -v\"", "the container jenkins of the pod jenkins-0", "not found");
    }

    @Test
    void inputIsReadToItsEnd() {
        assertThat(pod.exec("", ExecSpec.of("wc", "-c").withStdin("x".repeat(3_000_000)))
                        .stdout())
                .isEqualTo("3000000\n");
    }

    @Test
    void largeOutputArrivesWhole() {
        ExecResult result = Pods.bash(pod, "head -c 1000000 /dev/zero | tr '\\0' a; printf b >&2");
        assertThat(result.stdout()).isEqualTo("a".repeat(1_000_000));
        assertThat(result.stderr()).isEqualTo("b");
    }

    @Test
    void withATerminalBothOutputsAreOne() {
        ExecResult result = pod.exec(
                "", ExecSpec.of("bash", "-c", "tty; echo err >&2; stty size").withTty(true));
        assertThat(result.exitStatus()).isZero();
        assertThat(result.stdout()).startsWith("/dev/pts/").contains("err");
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void aTerminalsOutputIsWholeHoweverShortItsCommand() {
        ExecSpec spec = ExecSpec.of("echo", "short").withTty(true);
        assertThat(java.util.stream.IntStream.range(0, 64).parallel().mapToObj(i -> pod.exec("", spec)))
                .hasSize(64)
                .containsOnly(new ExecResult(0, "short\r\n", ""));
    }

    @Test
    void aTerminalShellTakesCommandsAndEnds() {
        ExecResult result =
                pod.exec("", ExecSpec.of("bash", "--norc").withTty(true).withStdin("echo $((40+2))\nexit 5\n"));
        assertThat(result.exitStatus()).isEqualTo(5);
        assertThat(result.stdout()).contains("42");
    }

    @Test
    void environmentUserAndFolderAreThoseAsked() {
        ExecResult result = pod.exec(
                "",
                ExecSpec.of("bash", "-c", "echo $GREETING; id -u; id -g; pwd")
                        .withEnv("GREETING", "hello world")
                        .withUser("app")
                        .withWorkingDir("/tmp"));
        assertThat(result.stdout()).isEqualTo("hello world\n1000\n1000\n/tmp\n");
    }

    @Test
    void aCommandThatTakesTooLongIsKilled() {
        assertThatThrownBy(() -> pod.exec("", ExecSpec.of("sleep", "4711").withTimeout(Duration.ofMillis(300))))
                .asInstanceOf(type(SandboxException.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(SandboxException.Reason.TIMEOUT))
                .extracting(SandboxException::getMessage)
                .asString()
                .matches("\"sleep 4711\" did not end within \\d+ ms and was killed");
        assertThat(Pods.bash(pod, "while pgrep -f 'sleep [4]711'; do :; done").exitStatus())
                .isZero();
    }

    @Test
    void aCommandThatTakesTooLongShowsTheEndOfWhatItWrote() {
        ExecSpec spec = ExecSpec.of("sh", "-c", "seq 1000; echo no route; exec sleep 4711");
        assertThatThrownBy(() -> pod.exec("", spec.withTimeout(Duration.ofSeconds(2))))
                .asInstanceOf(type(SandboxException.class))
                .extracting(SandboxException::getMessage)
                .asString()
                .contains("and was killed; it wrote: \"...")
                .endsWith("no route\"");
    }

    @Test
    void aFloodOfOutputIsStopped() {
        assertThatThrownBy(() -> pod.exec("", ExecSpec.of("yes")))
                .asInstanceOf(type(SandboxException.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(SandboxException.Reason.LIMIT))
                .extracting(SandboxException::getMessage)
                .isEqualTo("\"yes\" wrote more than 1048576 bytes and was killed");
    }

    @Test
    @Timeout(300)
    void whatStaysInTheBackgroundIsNotWaitedFor() {
        ExecResult result = Pods.bash(pod, "(sleep 1000; echo late) & echo early");
        assertThat(result).isEqualTo(new ExecResult(0, "early\n", ""));
    }

    @Test
    void aSessionStreamsBothWays() throws Exception {
        try (ExecSession session = pod.container("").open(ExecSpec.of("cat"))) {
            BufferedReader reader = new BufferedReader(new InputStreamReader(session.stdout(), UTF_8));
            for (String line : new String[] {"one", "two"}) {
                session.stdin().write((line + "\n").getBytes(UTF_8));
                assertThat(reader.readLine()).isEqualTo(line);
            }
            session.stdin().close();
            assertThat(session.exit().get(10, TimeUnit.SECONDS)).isZero();
            assertThat(reader.readLine()).isNull();
        }
    }

    @Test
    void aTerminalCanBeResized() throws Exception {
        ExecSpec spec =
                ExecSpec.of("bash", "-c", "trap 'stty size; exit 0' WINCH; echo ready; while :; do sleep 0.1; done");
        try (ExecSession session = pod.container("").open(spec.withTty(true))) {
            BufferedReader reader = new BufferedReader(new InputStreamReader(session.stdout(), UTF_8));
            assertThat(reader.readLine()).isEqualTo("ready");
            session.resize(132, 50);
            assertThat(reader.readLine()).isEqualTo("50 132");
        }
    }

    @Test
    void closingASessionKillsItsCommand() throws Exception {
        ExecSession session = pod.container("").open(ExecSpec.of("sleep", "4712"));
        session.close();
        assertThat(Pods.bash(pod, "while pgrep -f 'sleep [4]712'; do :; done").exitStatus())
                .isZero();
    }

    @Test
    void manyCommandsRunSideBySide() {
        assertThat(java.util.stream.IntStream.range(0, 16).parallel().mapToObj(i -> Pods.bash(pod, "echo " + i)))
                .allMatch(result -> result.exitStatus() == 0 && result.stderr().isEmpty())
                .hasSize(16);
    }

    @Test
    void anEndedContainerTakesNoCommands() throws IOException {
        try (PodSandbox ended = sandbox.start(Pods.running("bash", "-c", "echo bye; exit 7"), PodListener.NONE)) {
            PodContainer container = ended.container("");
            assertThat(container.exit().join()).isEqualTo(7);
            assertThat(new String(container.log().bytes(), UTF_8)).isEqualTo("bye\n");
            assertThatThrownBy(() -> container.exec(ExecSpec.of("id")))
                    .hasMessage("\"id\" can't run in the container jenkins of the pod jenkins-0, which does not run; "
                            + "it ended with status 7");
        }
    }

    @Test
    void aContainersTerminalCanBeAttachedTo() throws Exception {
        try (PodSandbox shell = sandbox.start(
                Pods.with(container ->
                        container.withCommand("bash", "--norc").withStdin(true).withTty(true)),
                PodListener.NONE)) {
            try (ExecSession session = shell.container("").attach()) {
                session.stdin().write("echo $((6*7)); exit 4\n".getBytes(UTF_8));
                session.stdin().flush();
                assertThat(session.exit().get(20, TimeUnit.SECONDS)).isEqualTo(4);
                assertThat(new String(shell.container("").log().bytes(), UTF_8)).contains("42");
            }
        }
    }
}
