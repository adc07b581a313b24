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
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users do to objects with the real kubectl, and its output. */
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class KubectlObjectsTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, labels: {app: shop}}
            spec: {containers: [{name: web, image: base, command: [sleep, "600"], ports: [{containerPort: 80}]}]}
            """;

    private Sandbox sandbox;
    private Cluster cluster;
    private Kubectl kubectl;

    @BeforeAll
    void startCluster(@TempDir Path files) {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        cluster = Cluster.start(sandbox, ClusterOptions.defaults());
        kubectl = new Kubectl(cluster, files);
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "configmap c1 --from-literal=a=b, configmap/c1",
        "secret generic s1 --from-literal=a=b, secret/s1",
        "serviceaccount robot, serviceaccount/robot",
        "role reader --verb=get --resource=pods, role.rbac.authorization.k8s.io/reader",
        "rolebinding readers --role=reader --user=eve, rolebinding.rbac.authorization.k8s.io/readers",
        "clusterrole all --verb=* --resource=secrets, clusterrole.rbac.authorization.k8s.io/all",
        "clusterrolebinding system:x --clusterrole=all --user=eve, clusterrolebinding.rbac.authorization.k8s.io/system:x",
        "service nodeport door --tcp=80:80, service/door",
        "quota small --hard=pods=100, resourcequota/small",
        "ingress web --rule=a/b=web:80, ingress.networking.k8s.io/web"
    })
    void typedCommandsCreateObjects(String arguments, String created) {
        ExecResult result = run(("create " + arguments).split(" "));

        assertThat(result.stdout()).as(result.stderr()).isEqualTo(created + " created\n");
    }

    @Test
    void namesAreThoseThatKubernetesAllows() {
        assertThat(run("create", "namespace", "Bad_Name").stderr())
                .startsWith("The Namespace \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\"");
    }

    @Test
    void aServiceHasAnAddressAndAPortOfTheNode() {
        run("create", "service", "nodeport", "open", "--tcp=80:8080");

        assertThat(run("get", "service", "open", "-o", "jsonpath={.spec.clusterIP} {.spec.ports[0].nodePort}")
                        .stdout())
                .matches("10\\.96\\.\\d+\\.\\d+ 30\\d{3}");
    }

    @Test
    void aPodThatRunsCannotBecomeAnother() {
        apply(POD.formatted("fixed"));
        run("wait", "--for=condition=Ready", "pod/fixed", "--timeout=30s");

        assertThat(run("patch", "pod", "fixed", "-p", "{\"spec\":{\"hostNetwork\":true}}")
                        .stderr())
                .startsWith("The Pod \"fixed\" is invalid: spec: Forbidden: pod updates may not change fields other");
        assertThat(run("set", "image", "pod/fixed", "web=busybox").stderr())
                .contains("does not change the image of a container that runs");
        assertThat(runWithInput(POD.formatted("fixed"), "replace", "-f", "-").stderr())
                .contains("spec: Forbidden");
        assertThat(run("label", "pod", "fixed", "tier=front").stdout()).isEqualTo("pod/fixed labeled\n");
        assertThat(run("get", "pod", "fixed").stdout()).containsPattern("fixed +1/1 +Running");
    }

    @Test
    void aPatchOfNothingIsRefused() {
        run("create", "configmap", "patched");

        assertThat(run(
                                "patch",
                                "configmap",
                                "patched",
                                "--type=json",
                                "-p",
                                "[{\"op\":\"remove\",\"path\":\"/data/x\"}]")
                        .stderr())
                .isEqualTo("The request is invalid: the JSON patch can't be applied: there is nothing at /data/x to"
                        + " remove\n");
    }

    @Test
    void fieldsThatCannotBeSelectedByAreNamed() {
        assertThat(run("get", "pods", "--field-selector", "spec.nope=x").stderr())
                .contains("field label not supported: spec.nope");
        assertThat(run("get", "pods", "--field-selector", "status.phase=Unknown")
                        .stderr())
                .isEqualTo("No resources found in default namespace.\n");
    }

    @Test
    void aCordonedNodeTakesPodsOnceItIsOpen() {
        run("cordon", "kguard-node");
        try {
            apply(POD.formatted("waiting"));
            assertThat(run("get", "pod", "waiting", "-o", "jsonpath={.status.phase} {.status.conditions[0].message}")
                            .stdout())
                    .isEqualTo("Pending 0/1 nodes are available: 1 node(s) were unschedulable.");
        } finally {
            run("uncordon", "kguard-node");
        }
        assertThat(run("wait", "--for=condition=Ready", "pod/waiting", "--timeout=30s")
                        .stdout())
                .isEqualTo("pod/waiting condition met\n");
    }

    @Test
    void aCommandThatIsRunOnceTellsItsOutputAndItsExitStatus() {
        ExecResult result = runWithInput(
                "echo from stdin; exit 3",
                "run",
                "once",
                "--rm",
                "-i",
                "--restart=Never",
                "--image=base",
                "--",
                "bash");

        assertThat(result.exitStatus()).isEqualTo(3);
        assertThat(result.stdout()).contains("from stdin\n", "pod \"once\" deleted");
        assertThat(result.stderr()).doesNotContain("couldn't attach").contains("pod default/once terminated (Error)");
    }

    @Test
    void aContainerThatIsNotThereIsNamed() {
        apply(POD.formatted("single"));
        run("wait", "--for=condition=Ready", "pod/single", "--timeout=30s");

        assertThat(run("exec", "single", "-c", "nope", "--", "id").stderr())
                .isEqualTo("Error from server (BadRequest): container nope is not valid for pod single\n");
    }

    @Test
    void whatTheClusterDoesNotDoIsToldOnTheWayIn() {
        ExecResult deployment = run("create", "deployment", "web", "--image=base");
        assertThat(deployment.stdout()).isEqualTo("deployment.apps/web created\n");
        assertThat(deployment.stderr())
                .isEqualTo("Warning: not done in the simulated cluster: scaling and roll-outs of a Deployment\n");

        String probed =
                POD.formatted("probed").replace("image: base,", "image: base, livenessProbe: {tcpSocket: {port: 80}},");
        assertThat(runWithInput(probed, "apply", "-f", "-").stderr())
                .isEqualTo("Warning: not done in the simulated cluster: spec.containers[0].livenessProbe.tcpSocket\n");
        String hidden = POD.formatted("hidden").replace("spec: {", "spec: {runtimeClassName: gvisor, ");
        assertThat(runWithInput(hidden, "apply", "-f", "-").stderr())
                .contains("spec.runtimeClassName: Invalid value: it is not simulated");
    }

    @Test
    void aPodMayLeaveItsNameToTheServer() {
        String unnamed = POD.replace("{name: %s,", "{generateName: made-,");
        assertThat(runWithInput(unnamed, "create", "-f", "-").stdout()).matches("pod/made-[a-z0-9]{5} created\n");
    }

    @Test
    void logsHaveTheirEndsAndTheirPast() {
        apply(POD.formatted("logging")
                .replace(
                        "[sleep, \"600\"]",
                        "[bash, -c, \"echo run $RANDOM; test -e /shared/x || { touch /shared/x; exit 1; }; sleep 600\"]")
                .replace("image: base,", "image: base, volumeMounts: [{name: shared, mountPath: /shared}],")
                .replace("spec: {", "spec: {volumes: [{name: shared, emptyDir: {}}], "));
        run("wait", "--for=jsonpath={.status.containerStatuses[0].restartCount}=1", "pod/logging", "--timeout=30s");

        String first = run("logs", "logging", "--previous").stdout();
        String second = run("logs", "logging").stdout();
        assertThat(first).startsWith("run ").isNotEqualTo(second);
        assertThat(run("logs", "logging", "--limit-bytes=4").stdout()).isEqualTo("run ");
        assertThat(run("logs", "logging", "--since=1s").stderr())
                .contains("keeps no times of what containers write, which sinceSeconds needs");
    }

    @Test
    void whatAUserMayDoIsListed() {
        run("create", "role", "lister", "--verb=list", "--resource=configmaps");
        run("create", "rolebinding", "listers", "--role=lister", "--user=joe");

        assertThat(run("auth", "can-i", "--list").stdout()).containsPattern("\\*\\.\\* +\\[\\] +\\[\\] +\\[\\*\\]");
        assertThat(run("auth", "can-i", "--list", "--as", "joe").stdout())
                .containsPattern("configmaps +\\[\\] +\\[\\] +\\[list\\]")
                .doesNotContain("*.*");
    }

    @Test
    void whoMayActAsAUserMayNotActAsAnyGroup() {
        run("create", "clusterrole", "impersonator", "--verb=impersonate", "--resource=users");
        run("create", "clusterrolebinding", "impersonators", "--clusterrole=impersonator", "--user=mallory");
        Actor mallory = new Actor.User("mallory", List.of());

        ExecResult asMaster =
                kubectl.run(mallory, ExecSpec.of("get", "secrets", "--as", "x", "--as-group", "system:masters"));

        assertThat(asMaster.stderr())
                .contains("groups \"system:masters\" is forbidden: User \"mallory\" cannot impersonate resource"
                        + " \"groups\"");
        assertThat(kubectl.run(mallory, ExecSpec.of("auth", "whoami", "--as", "x"))
                        .stdout())
                .containsPattern("Username +x");
    }

    @Test
    @Tag("runc")
    void aDebugContainerSharesTheProcessesOfItsTarget() { // targetContainerName
        apply(POD.formatted("debugged"));
        run("wait", "--for=condition=Ready", "pod/debugged", "--timeout=30s");

        ExecResult result = runWithInput(
                "tr '\\0' ' ' < /proc/1/cmdline\nid -u\nexit\n",
                "debug",
                "debugged",
                "-i",
                "-q",
                "--image=busybox",
                "--target=web",
                "-c",
                "dbg",
                "--",
                "sh");

        assertThat(result.stdout()).as(result.stderr()).contains("sleep 600 0\n");
        assertThat(run("get", "pod", "debugged", "-o", "jsonpath={.spec.ephemeralContainers[*].name} {.status.phase}")
                        .stdout())
                .isEqualTo("dbg Running");
        assertThat(run("logs", "debugged", "-c", "dbg").stdout()).contains("sleep 600");
    }

    @Test
    void aPortForwardIsRefusedInPlainWords() {
        apply(POD.formatted("forwarded"));
        run("wait", "--for=condition=Ready", "pod/forwarded", "--timeout=30s");

        ExecResult result = run("port-forward", "pod/forwarded", ":80");

        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.stderr())
                .contains(
                        "the simulated API server does not forward ports; run the client in the pod with kubectl exec");
    }

    private void apply(String manifest) {
        assertThat(runWithInput(manifest, "apply", "-f", "-").stderr()).isEmpty();
    }

    private ExecResult run(String... arguments) {
        return runWithInput("", arguments);
    }

    private ExecResult runWithInput(String input, String... arguments) {
        return kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of(arguments).withStdin(input));
    }
}
