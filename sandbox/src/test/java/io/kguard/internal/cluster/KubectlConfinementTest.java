// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever its arguments, kubectl can't read, write, reach or run anything of the machine. */
@Tag("trust")
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlConfinementTest {
    private static final String SECRET = "TOPSECRET-HOST";

    private Sandbox sandbox;
    private Cluster cluster;
    private Kubectl kubectl;
    private ListeningPort port;
    private Path scenarioFolder;
    private Path outside;
    private Path secret;

    @BeforeAll
    void startCluster(@TempDir Path files) throws IOException {
        scenarioFolder = files;
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        cluster = Cluster.start(sandbox, ClusterOptions.defaults());
        kubectl = new Kubectl(cluster, scenarioFolder);
        Files.writeString(scenarioFolder.resolve("own.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: own}
                data: {a: b}
                """);
        Files.createDirectories(scenarioFolder.resolve("base"));
        Files.writeString(scenarioFolder.resolve("base/kustomization.yaml"), "resources: [map.yaml]\n");
        Files.writeString(
                scenarioFolder.resolve("base/map.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: built}\n");
        assertThat(run("create", "configmap", "settings").stderr()).isEmpty();
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
        sandbox.close();
    }

    @BeforeEach
    void placeTheCanaries(@TempDir Path folder) throws IOException {
        port = ListeningPort.open();
        outside = Files.createDirectory(folder.resolve("outside"));
        secret = folder.resolve("secret.txt");
        Files.writeString(secret, """
                apiVersion: v1
                kind: Config
                # %s
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                current-context: c
                users: [{name: u, user: {token: %s}}]
                """.formatted(SECRET, port.number(), SECRET));
    }

    @AfterEach
    void theMachineIsAsItWas() throws IOException {
        port.close();
        assertThat(port.requests()).as("what reached a port of the machine").isEmpty();
        try (Stream<Path> files = Files.walk(outside)) {
            assertThat(files).as("what was written to the machine").containsExactly(outside);
        }
        assertThat(leftovers()).as("what kubectl left running").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get pods --kubeconfig=SECRET",
                "get pods --kubeconfig=/proc/1/root/SECRET",
                "get pods --kubeconfig=../../../..SECRET",
                "create configmap leak --from-file=SECRET",
                "create configmap leak --from-file=a=/proc/1/root/SECRET",
                "create configmap leak --from-file=/proc/self/root/SECRET",
                "create configmap leak --from-file=/proc/self/cwd/../SECRET",
                "create configmap leak --from-env-file=SECRET",
                "create secret tls leak --cert=SECRET --key=SECRET",
                "apply -f SECRET",
                "apply -k SECRET",
                "patch configmap settings --patch-file=SECRET",
                "get pods --certificate-authority=SECRET",
                "get pods --client-certificate=SECRET --client-key=SECRET",
                "get configmaps -o go-template-file=SECRET",
                "get configmaps -o jsonpath-file=SECRET",
                "get configmaps -o custom-columns-file=SECRET"
            })
    void noFileOfTheMachineIsRead(String arguments) {
        ExecResult result = run(arguments.replace("SECRET", secret.toString()).split(" "));

        assertThat(result.exitStatus()).isNotZero();
        assertThat(result.stdout() + result.stderr()).doesNotContain(SECRET);
        assertThat(run("get", "configmaps,secrets", "-o", "yaml").stdout()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get pods --cache-dir=OUTSIDE/cache",
                "cluster-info dump --output-directory=OUTSIDE/dump",
                "config set-cluster c --kubeconfig=OUTSIDE/config --server=https://127.0.0.1:1",
                "config set-cluster c --kubeconfig=../../../../../../../../../../OUTSIDE/config --server=https://127.0.0.1:1"
            })
    void nothingIsWrittenToTheMachine(String arguments) {
        assertThat(run(arguments.replace("OUTSIDE", outside.toString()).split(" "))
                        .exitStatus())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apply -f http://127.0.0.1:PORT/x.yaml",
                "apply -f http://localhost:PORT/x.yaml",
                "apply -f http://[::1]:PORT/x.yaml",
                "apply -f http://MACHINE:PORT/x.yaml",
                "apply -k http://127.0.0.1:PORT/x",
                "--server=http://127.0.0.1:PORT get --raw /x.yaml",
                "--server=http://10.96.0.1:PORT get --raw /x.yaml",
                "--server=http://MACHINE:PORT get --raw /x.yaml",
                "--server=APISERVER --insecure-skip-tls-verify get --raw /version"
            })
    void noPortOfTheMachineIsReached(String arguments) throws IOException {
        ExecResult result = run(arguments
                .replace("PORT", String.valueOf(port.number()))
                .replace("MACHINE", addressOfTheMachine())
                .replace("APISERVER", cluster.url())
                .split(" "));

        assertThat(result.exitStatus()).as(result.stdout()).isNotZero();
    }

    @Test
    void theOnlyCredentialsAreTheSimulations() {
        String config = run("config", "view", "--raw").stdout();

        assertThat(config).contains("server: https://10.96.0.1\n").containsOnlyOnce("token:");
        assertThat(run("config", "view", "--raw", "--kubeconfig=" + secret).stdout())
                .doesNotContain(SECRET)
                .contains("users: null");
    }

    @Test
    void itFindsNoPluginsAndNoEditorOfTheMachine() {
        assertThat(run("plugin", "list").stderr()).contains("unable to find any kubectl plugins in your PATH");

        ExecSpec edit = ExecSpec.of("edit", "configmap", "settings")
                .withEnv("EDITOR", "touch " + outside.resolve("edited"))
                .withTty(true);
        kubectl.run(Actor.ADMINISTRATOR, edit);
    }

    @Test
    void whatComparesForKubectlRunsInItsContainer() {
        ExecSpec diff = ExecSpec.of("diff", "-f", "own.yaml")
                .withEnv("KUBECTL_EXTERNAL_DIFF", "touch " + outside.resolve("compared"));
        kubectl.run(Actor.ADMINISTRATOR, diff);

        assertThat(run("diff", "-f", "own.yaml").stdout()).contains("+  name: own");
    }

    @Test
    void aNodeThatIsDebuggedIsNotTheMachine() {
        String pod = run("debug", "node/kguard-node", "--image=base", "--", "sleep", "600")
                .stdout()
                .replaceFirst("(?s).*debugging pod (\\S+) .*", "$1");
        run("wait", "--for=condition=Ready", "pod/" + pod, "--timeout=30s");

        ExecResult result = run("exec", pod, "--", "cat", "/host" + secret, "/host/etc/hostname");
        run("delete", "pod", pod);

        assertThat(result.stderr()).contains("cat: /host" + secret + ": No such file or directory");
        assertThat(result.stdout()).as("the name of the decoy node").isNotBlank();
    }

    @Test
    void aSocketThatItListensOnIsNotTheMachines() {
        ExecSpec proxy =
                ExecSpec.of("proxy", "--unix-socket=/tmp/kguard-kubectl-socket").withTimeout(Duration.ofSeconds(2));

        assertThatThrownBy(() -> kubectl.run(Actor.ADMINISTRATOR, proxy))
                .isInstanceOf(ClusterException.class)
                .hasMessageMatching(
                        "(?s).*socket\" did not end within \\d+ ms and was killed.*"); // longer on a busy machine
        assertThat(Path.of("/tmp/kguard-kubectl-socket")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sleep 1234567 >/dev/null 2>&1 & sleep 1234567 >/dev/null 2>&1 & echo",
                "setsid sleep 1234567 >/dev/null 2>&1 </dev/null & echo",
                "kill -KILL -1; setsid sleep 1234567 >/dev/null 2>&1 </dev/null & sleep 0.2",
                "(trap '' TERM HUP INT; sleep 1234567; sleep 1234567) & kill -KILL $PPID",
                "sleep 1234567 & echo" // which keeps kubectl's input open
            })
    void whatItLeavesRunningEndsWithIt(String script) throws IOException {
        runPlugin(script);
        // theMachineIsAsItWas looks for it
    }

    @Test
    void anotherCommandRunsAfterOneThatKilledAllItCould() throws IOException {
        runPlugin("kill -KILL -1; for i in 1 2 3 4 5 6 7 8 9; do sleep 1234567 & done; wait");

        assertThat(leftovers()).isEmpty();
    }

    /** Makes kubectl run a script as a credential plugin. */
    private void runPlugin(String script) throws IOException {
        Files.writeString(scenarioFolder.resolve("plugin.yaml"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://10.96.0.1:1"}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                current-context: c
                users:
                  - name: u
                    user:
                      exec:
                        apiVersion: client.authentication.k8s.io/v1
                        interactiveMode: Never
                        command: sh
                        args: [-c, "echo ran >>/work/ran; %s"]
                """.formatted(script));
        ExecSpec get = ExecSpec.of("get", "pods", "--kubeconfig=plugin.yaml").withTimeout(Duration.ofSeconds(10));
        try {
            assertThat(kubectl.run(Actor.ADMINISTRATOR, get).exitStatus()).isNotZero();
        } catch (ClusterException e) {
            assertThat(e).hasMessageMatching("(?s).*did not end within \\d+ ms and was killed.*");
        }
        assertThat(run("create", "configmap", "proof", "--from-file=/work/ran").stderr())
                .isEmpty();
        run("delete", "configmap", "proof");
    }

    @Test
    void filesOfTheScenariosFolderAreThere() {
        assertThat(run("apply", "-f", "own.yaml").stdout()).isEqualTo("configmap/own created\n");
        assertThat(run("apply", "-k", "base").stdout()).isEqualTo("configmap/built created\n");
        assertThat(run("create", "configmap", "copy", "--from-file=key=own.yaml")
                        .stdout())
                .isEqualTo("configmap/copy created\n");
        assertThat(run("get", "configmap", "copy", "-o", "jsonpath={.data.key}").stdout())
                .contains("name: own");
        run("delete", "configmap", "own", "built", "copy");
    }

    private static String addressOfTheMachine() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElse("127.0.0.3");
    }

    /** What kubectl has left running, except processes that are about to end. */
    private List<String> leftovers() {
        PodContainer container = cluster.clientPod().start().join().container("");
        return ProcessHandle.of(container.shimPid()).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(process -> process.info().commandLine().orElse("").matches("(?s).*(1234567|kubectl ).*"))
                .filter(process -> !endsSoon(process))
                .map(ProcessHandle::toString)
                .toList();
    }

    private static boolean endsSoon(ProcessHandle process) {
        try {
            process.onExit().get(5, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | InterruptedException | ExecutionException e) {
            return false;
        }
    }

    private ExecResult run(String... arguments) {
        return kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of(arguments));
    }
}
