// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlTest {
    private final List<String> audit = new CopyOnWriteArrayList<>();
    private Sandbox sandbox;
    private Cluster cluster;
    private Kubectl kubectl;
    private Path directory;

    @BeforeAll
    void startCluster(@TempDir Path files) {
        directory = files;
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        cluster = Cluster.start(sandbox, ClusterOptions.defaults().withAudit(audit::add));
        kubectl = new Kubectl(cluster, directory);
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
        sandbox.close();
    }

    @Test
    void listsNamespacesAsATable() throws Exception {
        ExecResult result = run("get", "namespaces");

        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout()).startsWith("NAME ").contains("default", "kube-system", "Active");
    }

    @Test
    void appliesAManifestTwice() throws Exception {
        String manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: %s}\n";

        ExecResult first = runWithInput(manifest.formatted("one"), "apply", "-f", "-");
        ExecResult second = runWithInput(manifest.formatted("two"), "apply", "-f", "-");
        ExecResult read = run("get", "configmap", "settings", "-o", "jsonpath={.data.a}");

        assertThat(first.stderr()).isEmpty();
        assertThat(first.stdout()).isEqualTo("configmap/settings created\n");
        assertThat(second.stdout()).isEqualTo("configmap/settings configured\n");
        assertThat(read.stdout()).isEqualTo("two");
    }

    @Test
    void tellsWhoMayDoWhat() throws Exception {
        assertThat(run("auth", "can-i", "delete", "pods").stdout()).isEqualTo("yes\n");
        assertThat(run("auth", "can-i", "get", "pods", "--as", "nobody").stdout())
                .isEqualTo("no\n");
    }

    @Test
    void refusesAServiceAccountWithoutARole() throws Exception {
        Actor account = new Actor.ServiceAccount("default", "default");

        ExecResult result = kubectl.run(account, ExecSpec.of("get", "pods"));

        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.stderr())
                .contains("Error from server (Forbidden): pods is forbidden: User"
                        + " \"system:serviceaccount:default:default\" cannot list resource \"pods\" in API group \"\" in"
                        + " the namespace \"default\"");
        assertThat(audit).anyMatch(event -> event.contains("\"authorization.k8s.io/decision\":\"forbid\""));
    }

    @Test
    void createsAndDeletesANamespace() throws Exception {
        assertThat(run("create", "namespace", "team").stdout()).isEqualTo("namespace/team created\n");
        assertThat(run("get", "serviceaccounts", "-n", "team").stdout()).contains("default");
        assertThat(run("delete", "namespace", "team").stdout()).isEqualTo("namespace \"team\" deleted\n");
        assertThat(run("get", "namespace", "team").stderr())
                .isEqualTo("Error from server (NotFound): namespaces \"team\" not found\n");
    }

    @Test
    void runsAPodFromAManifestAndEntersIt() throws Exception {
        String manifest = """
                apiVersion: v1
                kind: Pod
                metadata: {name: web-0, labels: {app: web}}
                spec:
                  containers:
                    - name: web
                      image: base
                      command: [bash, -c, "echo started; sleep 600"]
                """;

        assertThat(runWithInput(manifest, "apply", "-f", "-"))
                .extracting(ExecResult::stdout, ExecResult::stderr)
                .containsExactly("pod/web-0 created\n", "");
        assertThat(run("wait", "--for=condition=Ready", "pod/web-0", "--timeout=30s"))
                .extracting(ExecResult::stdout, ExecResult::stderr)
                .containsExactly("pod/web-0 condition met\n", "");
        assertThat(run("get", "pods", "-A").stdout()).containsPattern("default +web-0 +1/1 +Running +0 ");
        assertThat(run("logs", "web-0").stdout()).isEqualTo("started\n");
        assertThat(run("exec", "web-0", "--", "bash", "-c", "echo out; echo err >&2; exit 3"))
                .satisfies(result -> {
                    assertThat(result.stdout()).isEqualTo("out\n");
                    assertThat(result.stderr()).startsWith("err\n").contains("exit code 3");
                    assertThat(result.exitStatus()).isEqualTo(3);
                });
        assertThat(runWithInput("line one\nline two\n", "exec", "-i", "web-0", "--", "cat"))
                .extracting(ExecResult::stdout, ExecResult::stderr)
                .containsExactly("line one\nline two\n", "");
        assertThat(audit)
                .anyMatch(event -> event.contains("\"stage\":\"ResponseStarted\"")
                        && event.contains("\"subresource\":\"exec\"")
                        && event.contains("\"name\":\"web-0\""));

        Path file = directory.resolve("copied");
        Files.writeString(file, "some text");
        assertThat(run("cp", "copied", "web-0:/tmp/copied").stderr()).isEmpty();
        assertThat(run("exec", "web-0", "--", "cat", "/tmp/copied").stdout()).isEqualTo("some text");

        assertThat(run("delete", "pod", "web-0"))
                .extracting(ExecResult::stderr, ExecResult::stdout)
                .containsExactly("", "pod \"web-0\" deleted\n");
        assertThat(run("get", "pod", "web-0").stderr())
                .isEqualTo("Error from server (NotFound): pods \"web-0\" not found\n");
    }

    @Test
    void givesAShellATerminal() throws Exception {
        assertThat(run("run", "jenkins-0", "--image=base", "--command", "--", "sleep", "600")
                        .stderr())
                .isEmpty();
        assertThat(run("wait", "--for=condition=Ready", "pod/jenkins-0", "--timeout=30s")
                        .stderr())
                .isEmpty();

        ExecResult result = kubectl.run(
                Actor.ADMINISTRATOR,
                ExecSpec.of("exec", "-it", "jenkins-0", "--", "bash", "-c", "tty; stty size")
                        .withTty(true));

        assertThat(result.stdout()).contains("/dev/pts/0");
        assertThat(result.exitStatus()).isZero();
    }

    private ExecResult run(String... arguments) {
        return runWithInput("", arguments);
    }

    private ExecResult runWithInput(String input, String... arguments) {
        return kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of(arguments).withStdin(input));
    }
}
