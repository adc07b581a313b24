package io.kguard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import io.kguard.sandbox.Sandbox;
import io.kguard.sandbox.SandboxOptions;
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
        sandbox = Sandbox.open(SandboxOptions.defaults());
        cluster = Cluster.start(sandbox, ClusterOptions.defaults().withAudit(audit::add));
        cluster.writeKubeconfig(directory.resolve("kubeconfig"));
        kubectl = new Kubectl(directory.resolve("kubeconfig"));
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
        sandbox.close();
    }

    @Test
    void listsNamespacesAsATable() throws Exception {
        Kubectl.Result result = kubectl.run("get", "namespaces");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("NAME ").contains("default", "kube-system", "Active");
    }

    @Test
    void appliesAManifestTwice() throws Exception {
        String manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: %s}\n";

        Kubectl.Result first = kubectl.runWithInput(manifest.formatted("one"), "apply", "-f", "-");
        Kubectl.Result second = kubectl.runWithInput(manifest.formatted("two"), "apply", "-f", "-");
        Kubectl.Result read = kubectl.run("get", "configmap", "settings", "-o", "jsonpath={.data.a}");

        assertThat(first.err()).isEmpty();
        assertThat(first.out()).isEqualTo("configmap/settings created\n");
        assertThat(second.out()).isEqualTo("configmap/settings configured\n");
        assertThat(read.out()).isEqualTo("two");
    }

    @Test
    void tellsWhoMayDoWhat() throws Exception {
        assertThat(kubectl.run("auth", "can-i", "delete", "pods").out()).isEqualTo("yes\n");
        assertThat(kubectl.run("auth", "can-i", "get", "pods", "--as", "nobody").out())
                .isEqualTo("no\n");
    }

    @Test
    void refusesAServiceAccountWithoutARole() throws Exception {
        cluster.writeKubeconfig(directory.resolve("account"), "default", "default");
        Kubectl account = new Kubectl(directory.resolve("account"));

        Kubectl.Result result = account.run("get", "pods");

        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.err())
                .contains("Error from server (Forbidden): pods is forbidden: User"
                        + " \"system:serviceaccount:default:default\" cannot list resource \"pods\" in API group \"\" in"
                        + " the namespace \"default\"");
        assertThat(audit).anyMatch(event -> event.contains("\"authorization.k8s.io/decision\":\"forbid\""));
    }

    @Test
    void createsAndDeletesANamespace() throws Exception {
        assertThat(kubectl.run("create", "namespace", "team").out()).isEqualTo("namespace/team created\n");
        assertThat(kubectl.run("get", "serviceaccounts", "-n", "team").out()).contains("default");
        assertThat(kubectl.run("delete", "namespace", "team").out()).isEqualTo("namespace \"team\" deleted\n");
        assertThat(kubectl.run("get", "namespace", "team").err())
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

        assertThat(kubectl.runWithInput(manifest, "apply", "-f", "-"))
                .extracting(Kubectl.Result::out, Kubectl.Result::err)
                .containsExactly("pod/web-0 created\n", "");
        assertThat(kubectl.run("wait", "--for=condition=Ready", "pod/web-0", "--timeout=30s"))
                .extracting(Kubectl.Result::out, Kubectl.Result::err)
                .containsExactly("pod/web-0 condition met\n", "");
        assertThat(kubectl.run("get", "pods", "-A").out()).containsPattern("default +web-0 +1/1 +Running +0 ");
        assertThat(kubectl.run("logs", "web-0").out()).isEqualTo("started\n");
        assertThat(kubectl.run("exec", "web-0", "--", "bash", "-c", "echo out; echo err >&2; exit 3"))
                .satisfies(result -> {
                    assertThat(result.out()).isEqualTo("out\n");
                    assertThat(result.err()).startsWith("err\n").contains("exit code 3");
                    assertThat(result.exitStatus()).isEqualTo(3);
                });
        assertThat(kubectl.runWithInput("line one\nline two\n", "exec", "-i", "web-0", "--", "cat"))
                .extracting(Kubectl.Result::out, Kubectl.Result::err)
                .containsExactly("line one\nline two\n", "");
        assertThat(audit)
                .anyMatch(event -> event.contains("\"stage\":\"ResponseStarted\"")
                        && event.contains("\"subresource\":\"exec\"")
                        && event.contains("\"name\":\"web-0\""));

        Path file = directory.resolve("copied");
        Files.writeString(file, "some text");
        assertThat(kubectl.run("cp", file.toString(), "web-0:/tmp/copied").err())
                .isEmpty();
        assertThat(kubectl.run("exec", "web-0", "--", "cat", "/tmp/copied").out())
                .isEqualTo("some text");

        assertThat(kubectl.run("delete", "pod", "web-0"))
                .extracting(Kubectl.Result::err, Kubectl.Result::out)
                .containsExactly("", "pod \"web-0\" deleted\n");
        assertThat(kubectl.run("get", "pod", "web-0").err())
                .isEqualTo("Error from server (NotFound): pods \"web-0\" not found\n");
    }

    @Test
    void givesAShellATerminal() throws Exception {
        assertThat(kubectl.run("run", "jenkins-0", "--image=base", "--command", "--", "sleep", "600")
                        .err())
                .isEmpty();
        assertThat(kubectl.run("wait", "--for=condition=Ready", "pod/jenkins-0", "--timeout=30s")
                        .err())
                .isEmpty();

        // script(1) lends kubectl a terminal, as a person at a keyboard has one
        Kubectl.Result result = kubectl.runInTerminal("exec", "-it", "jenkins-0", "--", "bash", "-c", "tty; stty size");

        assertThat(result.out()).contains("/dev/pts/0");
        assertThat(result.exitStatus()).isZero();
    }
}
