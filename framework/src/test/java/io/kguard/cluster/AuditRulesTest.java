package io.kguard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Alert;
import io.kguard.engine.AuditEngine;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.rule.RuleLoader;
import io.kguard.sandbox.ExecResult;
import io.kguard.sandbox.ExecSpec;
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

/** The public rules for audit events judge what the real kubectl does to the simulated API server. */
@RequiresRoot
@RequiresShared
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditRulesTest {
    private final List<Alert> alerts = new CopyOnWriteArrayList<>();
    private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
    private final AuditEngine engine = RuleSet.compile(
                    RuleLoader.of(FalcoVersion.CURRENT)
                            .load(Shared.path("conformance/falco-rules/current/k8s_audit_rules.yaml")),
                    EngineOptions.of(FalcoVersion.CURRENT).withMatching(Matching.ALL))
            .newAuditEngine(alerts::add);
    private Sandbox sandbox;
    private Cluster cluster;
    private Kubectl kubectl;

    @BeforeAll
    void startCluster(@TempDir Path files) {
        sandbox = Sandbox.open(SandboxOptions.defaults());
        cluster = Cluster.start(sandbox, ClusterOptions.defaults().withAudit(this::evaluate));
        kubectl = new Kubectl(cluster, files);
    }

    private void evaluate(String event) {
        try {
            engine.evaluate(event);
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

    private void apply(String manifest) throws Exception {
        ExecResult result =
                kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of("apply", "-f", "-").withStdin(manifest));
        assertThat(result.stderr()).isEmpty();
    }

    private void run(String... args) throws Exception {
        assertThat(kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of(args)).exitStatus())
                .isZero();
    }
}
