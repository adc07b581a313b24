package io.kguard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresRoot;
import io.kguard.sandbox.Sandbox;
import io.kguard.sandbox.SandboxOptions;
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
}
