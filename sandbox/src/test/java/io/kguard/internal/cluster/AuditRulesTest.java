// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kguard.engine.Alert;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.RuleLoader;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The public rules for audit events, on the requests of the real kubectl to the simulated API server. */
@RequiresRoot
@RequiresShared
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditRulesTest {
    private final List<Alert> alerts = new CopyOnWriteArrayList<>();
    private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
    private final Session session = Session.of(
            RuleSet.compile(
                    RuleLoader.of(FalcoVersion.CURRENT)
                            .load(Shared.path("conformance/falco-rules/current/k8s_audit_rules.yaml")),
                    EngineOptions.of(FalcoVersion.CURRENT).withMatching(Matching.ALL)),
            alerts::add);
    private Sandbox sandbox;
    private Cluster cluster;
    private Kubectl kubectl;

    @BeforeAll
    void startCluster(@TempDir Path files) {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        cluster = Cluster.start(sandbox, ClusterOptions.defaults().withAudit(this::evaluate));
        kubectl = new Kubectl(cluster, files);
    }

    private synchronized void evaluate(String event) {
        try {
            session.judgeAudit(event);
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
        sandbox.close();
        assertThat(failures).as("events that could not be judged").isEmpty();
    }

    @Test
    void anExecIsReportedWhenItBegins() throws Exception {
        apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: jenkins-0}
                spec: {containers: [{name: jenkins, image: base, command: [sleep, "600"]}]}
                """);
        run("wait", "--for=condition=Ready", "pod/jenkins-0", "--timeout=30s");
        kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of("exec", "jenkins-0", "--", "id"));

        assertThat(messages("Attach/Exec Pod"))
                .singleElement()
                .asString()
                .matches(
                        "Attach/Exec to pod \\(user=.+ pod=jenkins-0 resource=pods ns=default action=exec command=id\\)");
        run("delete", "pod", "jenkins-0");
    }

    @Test
    void objectsAreJudgedByWhatIsInThem() throws Exception {
        apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: harmless}
                data: {a: "1"}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: credentials}
                data: {db: "password=1"}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: everything}
                rules: [{apiGroups: [""], resources: ["*"], verbs: [get]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: admins}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: eve}]
                """);

        assertThat(messages("Create/Modify Configmap With Private Credentials"))
                .singleElement()
                .asString()
                .contains("configmap=credentials");
        assertThat(messages("ClusterRole With Wildcard Created"))
                .singleElement()
                .asString()
                .contains("role=everything", "\"resources\":[\"*\"]");
        assertThat(messages("Attach to cluster-admin Role"))
                .singleElement()
                .asString()
                .contains("\"name\":\"eve\"");
    }

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: %s}
            spec: {%s containers: [{name: web, image: base, command: [sleep, "600"] %s}], nodeName: nowhere}
            """;
    private static final String ROLE = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: %s}
            rules: [{apiGroups: [""], resources: [%s], verbs: [%s]}]
            """;

    static Stream<Arguments> manifests() {
        return Stream.of(
                arguments(
                        "Create Privileged Pod",
                        POD.formatted("privileged", "default", "", ", securityContext: {privileged: true}")),
                arguments("Create HostNetwork Pod", POD.formatted("net", "default", "hostNetwork: true,", "")),
                arguments("Create HostPid Pod", POD.formatted("pid", "default", "hostPID: true,", "")),
                arguments("Create HostIPC Pod", POD.formatted("ipc", "default", "hostIPC: true,", "")),
                arguments(
                        "Create Sensitive Mount Pod",
                        POD.formatted("etc", "default", "volumes: [{name: e, hostPath: {path: /etc}}],", "")),
                arguments("Pod Created in Kube Namespace", POD.formatted("kube", "kube-system", "", "")),
                arguments(
                        "ClusterRole With Write Privileges Created", ROLE.formatted("writer", "configmaps", "update")),
                arguments("ClusterRole With Pod Exec Created", ROLE.formatted("execs", "pods/exec", "get")),
                arguments("System ClusterRole Modified/Deleted", ROLE.formatted("system:changed", "pods", "get")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void manifests(String rule, String manifest) {
        apply(manifest);
        if (rule.contains("Modified")) {
            apply(manifest.replace("[get]", "[list]"));
        }

        assertThat(messages(rule)).isNotEmpty();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "create namespace team, Create Disallowed Namespace",
        "create namespace squad, K8s Namespace Created",
        "create service nodeport open --tcp=80, Create NodePort Service",
        "create service clusterip inner --tcp=80, K8s Service Created",
        "create serviceaccount robot -n kube-system, Service Account Created in Kube Namespace",
        "create serviceaccount robot, K8s Serviceaccount Created",
        "create deployment web --image=base, K8s Deployment Created",
        "create configmap settings, K8s ConfigMap Created",
        "create secret generic database, K8s Secret Created",
        "create role reader --verb=get --resource=pods, K8s Role Created",
        "create rolebinding readers --role=reader --user=eve, K8s RoleBinding Created",
        "create clusterrole viewer --verb=get --resource=pods, K8s ClusterRole Created",
        "create clusterrolebinding viewers --clusterrole=viewer --user=eve, K8s ClusterRoleBinding Created",
        "create ingress plain --rule=a/b=c:80, Ingress Object without TLS Certificate Created"
    })
    void commands(String command, String rule) {
        run(command.split(" "));

        assertThat(messages(rule)).isNotEmpty();
    }

    @Test
    void whatIsDoneToAPodThatRunsIsReported() throws Exception {
        apply(POD.formatted("busy", "default", "", ", stdin: true").replace(", nodeName: nowhere", ""));
        run("wait", "--for=condition=Ready", "pod/busy", "--timeout=30s");
        kubectl.run(
                Actor.ADMINISTRATOR,
                ExecSpec.of("debug", "busy", "--image=busybox", "-c", "dbg", "--", "sleep", "600"));
        kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of("port-forward", "pod/busy", ":80"));

        assertThat(messages("EphemeralContainers Created"))
                .singleElement()
                .asString()
                .contains("pod=busy");
        assertThat(messages("port-forward")).isNotEmpty().allMatch(message -> message.contains("pod=busy"));
    }

    @Test
    void strangersAreReported() {
        kubectl.run(new Actor.User("mallory", List.of("system:masters")), ExecSpec.of("get", "pods"));
        Config nobody = Config.empty();
        nobody.setMasterUrl(cluster.url());
        nobody.setTrustCerts(true);
        nobody.setConnectionTimeout(60_000); // the first handshake takes long on a busy machine
        nobody.setRequestTimeout(60_000);
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(nobody).build()) {
            assertThat(client.raw("/version")).contains("gitVersion");
        }

        assertThat(messages("Disallowed K8s User")).anyMatch(message -> message.contains("user=mallory"));
        assertThat(messages("Anonymous Request Allowed"))
                .singleElement()
                .asString()
                .contains("uri=/version reason=RBAC: allowed by ClusterRoleBinding \"system:public-info-viewer\"");
    }

    @Test
    void refusalsAreTold() throws Exception {
        ExecResult refused =
                kubectl.run(new Actor.ServiceAccount("default", "default"), ExecSpec.of("get", "secret", "database"));

        assertThat(refused.exitStatus()).isEqualTo(1);
        assertThat(messages("K8s Secret Get Unsuccessfully Tried"))
                .singleElement()
                .asString()
                .contains("user=system:serviceaccount:default:default", "secret=database", "resp=403 decision=forbid");
        assertThat(messages("K8s Secret Get Successfully")).isEmpty();
    }

    private List<String> messages(String rule) {
        return alerts.stream()
                .filter(alert -> alert.ruleName().equals(rule))
                .map(Alert::message)
                .toList();
    }

    private void apply(String manifest) {
        ExecResult result =
                kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of("apply", "-f", "-").withStdin(manifest));
        assertThat(result.stderr()).isEmpty();
    }

    private void run(String... args) {
        assertThat(kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of(args)).exitStatus())
                .isZero();
    }
}
