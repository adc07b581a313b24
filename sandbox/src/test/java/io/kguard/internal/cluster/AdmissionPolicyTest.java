// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Objects that a real cluster refuses, or tells something about, sent by the real kubectl. */
@Tag("trust")
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class AdmissionPolicyTest {
    private static final String RESTRICTED_VIOLATIONS = "violates PodSecurity \"restricted:latest\": privileged"
            + " (container \"evil\" must not set securityContext.privileged=true), allowPrivilegeEscalation != false"
            + " (container \"evil\" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities"
            + " (container \"evil\" must set securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or"
            + " container \"evil\" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container \"evil\""
            + " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")";

    private final List<JsonNode> audit = new CopyOnWriteArrayList<>();
    private Sandbox sandbox;
    private Cluster cluster;
    private Kubectl kubectl;

    @BeforeAll
    void startCluster() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        cluster = Cluster.start(
                sandbox, ClusterOptions.defaults().withAudit(event -> audit.add(ResourceStore.JSON.readTree(event))));
        kubectl = new Kubectl(cluster);
        namespace("strict", "pod-security.kubernetes.io/enforce: restricted");
        namespace("base", "pod-security.kubernetes.io/enforce: baseline");
        namespace("told", "pod-security.kubernetes.io/warn: restricted, pod-security.kubernetes.io/audit: baseline");
        namespace("small", "a: b");
        namespace("sized", "a: b");
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
        sandbox.close();
    }

    private void namespace(String name, String labels) {
        cluster.place((HasMetadata) new KubernetesSerialization()
                .unmarshal("---\n{apiVersion: v1, kind: Namespace, metadata: {name: " + name + ", labels: {" + labels
                        + "}}}"));
    }

    @Test
    void aPrivilegedPodIsRefusedWhereTheNamespaceIsRestricted() {
        ExecResult result = run("run", "evil", "--image=base", "--privileged", "-n", "strict", "--restart=Never");

        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.stderr())
                .isEqualTo(
                        "Error from server (Forbidden): pods \"evil\" is forbidden: " + RESTRICTED_VIOLATIONS + "\n");
        assertThat(audit)
                .filteredOn(event -> event.at("/objectRef/name").asString("").equals("evil"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.at("/responseStatus/code").asInt()).isEqualTo(403);
                    assertThat(event.path("annotations")
                                    .path("pod-security.kubernetes.io/enforce-policy")
                                    .asString())
                            .isEqualTo("restricted:latest");
                });
        assertThat(run("get", "pods", "-n", "strict").stdout()).isEmpty();
    }

    @Test
    void aPodThatMeetsTheStandardRuns() {
        ExecResult result = apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: good, namespace: strict}
                spec:
                  securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - name: web
                    image: base
                    command: [sleep, "600"]
                    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                """);

        assertThat(result.stderr()).isEmpty();
        assertThat(run("wait", "--for=condition=Ready", "pod/good", "-n", "strict", "--timeout=30s")
                        .stdout())
                .isEqualTo("pod/good condition met\n");
        // a container that comes later is held to the standard, too
        assertThat(run("debug", "good", "-n", "strict", "--image=base", "--profile=sysadmin", "--", "id")
                        .stderr())
                .contains("violates PodSecurity \"restricted:latest\": privileged (container \"debugger-");
    }

    @Test
    void aTemplateIsWarnedOfAndItsPodsAreRefused() {
        ExecResult result = run("create", "deployment", "web", "--image=base", "-n", "strict");

        assertThat(result.exitStatus()).isZero();
        assertThat(result.stderr())
                .contains("Warning: would violate PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false"
                        + " (container \"base\" must set");
    }

    @Test
    void whatIsOnlyToldIsNotRefused() {
        ExecResult result =
                run("run", "told", "--image=base", "--privileged", "-n", "told", "--restart=Never", "--", "sleep", "1");

        assertThat(result.stdout()).isEqualTo("pod/told created\n");
        assertThat(result.stderr()).contains("Warning: would violate PodSecurity \"restricted:latest\": privileged");
        assertThat(audit)
                .filteredOn(event -> event.at("/objectRef/name").asString("").equals("told")
                        && event.path("verb").asString("").equals("create"))
                .singleElement()
                .extracting(event -> event.path("annotations")
                        .path("pod-security.kubernetes.io/audit-violations")
                        .asString())
                .isEqualTo("would violate PodSecurity \"baseline:latest\": privileged (container \"told\" must not set"
                        + " securityContext.privileged=true)");
    }

    @Test
    void labelsThatAreNoneAreRefusedAndStricterOnesTellOfPods() {
        assertThat(run("label", "namespace", "small", "pod-security.kubernetes.io/enforce=strong")
                        .stderr())
                .isEqualTo("The Namespace \"small\" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]:"
                        + " Invalid value: \"strong\": must be one of privileged, baseline, restricted\n");
        assertThat(run("label", "namespace", "small", "pod-security.kubernetes.io/enforce-version=1.30")
                        .stderr())
                .contains("must be \"latest\" or \"v1.x\"");
        namespace("later", "a: b");
        run("run", "old", "--image=base", "--privileged", "-n", "later", "--", "sleep", "600");
        assertThat(run("label", "namespace", "later", "pod-security.kubernetes.io/enforce=baseline")
                        .stderr())
                .contains(
                        "Warning: existing pods in namespace \"later\" violate the new PodSecurity enforce level"
                                + " \"baseline:latest\"",
                        "Warning: old: privileged");
    }

    @Test
    void aPodOfAScenarioIsHeldToItsNamespaceToo() {
        HasMetadata pod = new KubernetesSerialization().unmarshal("""
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: base},
                 spec: {hostNetwork: true, hostPID: true, containers: [{name: c, image: base}]}}
                """);
        assertThatThrownBy(() -> cluster.place(pod))
                .hasMessage("Pod p: pods \"p\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces"
                        + " (hostNetwork=true, hostPID=true)");
    }

    @Test
    void aQuotaOfPodsIsKept() {
        run(
                "create",
                "quota",
                "few",
                "--hard=pods=1,configmaps=2,count/jobs.batch=0,requests.memory=64Mi",
                "-n",
                "small");
        assertThat(run("run", "a", "--image=base", "-n", "small").stderr())
                .isEqualTo("Error from server (Forbidden): pods \"a\" is forbidden: failed quota: few: must specify"
                        + " requests.memory for: a\n");
        assertThat(apply(pod("small", "a", "limits: {memory: 48Mi}")).stdout()).isEqualTo("pod/a created\n");
        assertThat(apply(pod("small", "b", "requests: {memory: 32Mi}")).stderr())
                .contains("pods \"b\" is forbidden: exceeded quota: few, requested: pods=1,requests.memory=32Mi,"
                        + " used: pods=1,requests.memory=48Mi, limited: pods=1,requests.memory=64Mi");
        assertThat(run("create", "configmap", "one", "-n", "small").stdout()).isNotEmpty();
        assertThat(run("create", "configmap", "two", "-n", "small").stderr())
                .contains("configmaps \"two\" is forbidden: exceeded quota: few, requested: configmaps=1, used:"
                        + " configmaps=2, limited: configmaps=2");
        assertThat(run("create", "job", "j", "--image=base", "-n", "small").stderr())
                .contains("requested: count/jobs.batch=1, used: count/jobs.batch=0, limited: count/jobs.batch=0");
        cluster.awaitStarts();
        assertThat(run("get", "quota", "few", "-n", "small", "-o", "jsonpath={.status.used}")
                        .stdout())
                .contains("\"pods\":\"1\"", "\"requests.memory\":\"48Mi\"");
        run("delete", "pod", "a", "-n", "small");
        assertThat(apply(pod("small", "c", "requests: {memory: 64Mi}")).stdout())
                .isEqualTo("pod/c created\n");
    }

    @Test
    void aLimitRangeGivesDefaultsAndBounds() {
        apply("""
                apiVersion: v1
                kind: LimitRange
                metadata: {name: sizes, namespace: sized}
                spec:
                  limits:
                  - {type: Container, max: {memory: 64Mi}, min: {memory: 16Mi}, defaultRequest: {cpu: 100m}}
                """);
        assertThat(apply(pod("sized", "plain", "{}")).stdout()).isEqualTo("pod/plain created\n");
        assertThat(run("get", "pod", "plain", "-n", "sized", "-o", "jsonpath={.spec.containers[0].resources}")
                        .stdout())
                .isEqualTo("{\"limits\":{\"memory\":\"64Mi\"},\"requests\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"}}");
        assertThat(apply(pod("sized", "large", "limits: {memory: 1Gi}")).stderr())
                .contains("pods \"large\" is forbidden: maximum memory usage per Container is 64Mi, but limit is 1Gi");
        assertThat(apply(pod("sized", "tiny", "limits: {memory: 1Mi}")).stderr())
                .contains("pods \"tiny\" is forbidden: minimum memory usage per Container is 16Mi, but request is 1Mi");
    }

    private static String pod(String namespace, String name, String resources) {
        String written = resources.startsWith("{") ? resources : "{" + resources + "}";
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s}
                spec: {containers: [{name: c, image: base, command: [sleep, "600"], resources: %s}]}
                """.formatted(name, namespace, written);
    }

    @Test
    void whatIsSealedDoesNotChange() {
        apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: sealed}
                immutable: true
                stringData: {key: old}
                """);
        assertThat(run("patch", "secret", "sealed", "-p", "{\"stringData\":{\"key\":\"new\"}}")
                        .stderr())
                .isEqualTo(
                        "The Secret \"sealed\" is invalid: data: Forbidden: field is immutable when `immutable` is set\n");
        assertThat(run("patch", "secret", "sealed", "-p", "{\"immutable\":false}")
                        .stderr())
                .isEqualTo(
                        "The Secret \"sealed\" is invalid: immutable: Forbidden: field is immutable when `immutable` is"
                                + " set\n");
        assertThat(run("patch", "secret", "sealed", "-p", "{\"type\":\"a/b\"}").stderr())
                .contains("type: Invalid value: \"a/b\": field is immutable");
        assertThat(run("label", "secret", "sealed", "a=b").exitStatus()).isZero();
        assertThat(run("delete", "secret", "sealed").exitStatus()).isZero();
    }

    @Test
    void theSelectorOfADeploymentDoesNotChange() {
        run("create", "deployment", "fixed", "--image=base");

        assertThat(run(
                                "patch",
                                "deployment",
                                "fixed",
                                "-p",
                                "{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"x\"}},\"template\":{\"metadata\":{\"labels\":{\"app\":\"x\"}}}}}")
                        .stderr())
                .contains("The Deployment \"fixed\" is invalid: spec.selector: Invalid value:", "field is immutable");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            admissionregistration.k8s.io/v1 | ValidatingWebhookConfiguration
            admissionregistration.k8s.io/v1 | MutatingWebhookConfiguration
            admissionregistration.k8s.io/v1 | ValidatingAdmissionPolicy
            admissionregistration.k8s.io/v1 | ValidatingAdmissionPolicyBinding
            node.k8s.io/v1                  | RuntimeClass
            apiregistration.k8s.io/v1       | APIService
            """)
    void whatWouldChangeOtherRequestsIsRefused(String apiVersion, String kind) {
        String manifest = "{apiVersion: %s, kind: %s, metadata: {name: x}}".formatted(apiVersion, kind);
        ExecResult result = apply(manifest);

        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.stderr()).contains("the simulated API server refuses ");
    }

    @Test
    void aFinalizerHoldsADeletedObject() {
        apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: held, finalizers: [a.io/b, a.io/c]}}");
        assertThat(run("delete", "configmap", "held", "--wait=false").stdout()).contains("deleted");

        assertThat(run("get", "configmap", "held", "-o", "jsonpath={.metadata.deletionTimestamp}")
                        .stdout())
                .matches("20..-..-..T..:..:..Z");
        assertThat(patch("held", "[\"a.io/b\", \"a.io/d\"]"))
                .contains("metadata.finalizers: Forbidden: no new finalizers can be added", "[]string{\"a.io/d\"}");
        assertThat(patch("held", "[\"a.io/b\"]")).contains("patched");
        assertThat(run("label", "configmap", "held", "a=b").exitStatus()).isZero();
        assertThat(run("get", "configmap", "held").exitStatus()).isZero();
        assertThat(patch("held", "null")).contains("patched");
        assertThat(run("get", "configmap", "held").stderr()).contains("\"held\" not found");
    }

    @Test
    void aNamespaceThatWouldWaitForAFinalizerIsNotDeleted() {
        run("create", "namespace", "waiting");
        apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: held, namespace: waiting, finalizers: [a.io/b]}}");

        assertThat(run("delete", "namespace", "waiting").stderr())
                .contains("refuses the deletion of the namespace waiting, which has objects with finalizers");
        assertThat(run("get", "configmap", "held", "-n", "waiting").exitStatus())
                .isZero();
    }

    @Test
    void noClientMarksAnObjectAsDeleted() {
        apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: kept, deletionTimestamp: 2026-01-01T00:00:00Z}}");
        run("patch", "configmap", "kept", "-p", "{\"metadata\":{\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"}}");

        assertThat(run("get", "configmap", "kept", "-o", "jsonpath={.metadata.name} {.metadata.deletionTimestamp}")
                        .stdout())
                .isEqualTo("kept ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            apps/v1 | Deployment | a.io/b | refuses metadata.finalizers of deployments.apps
            v1      | ConfigMap  | orphan | refuses metadata.finalizers of configmaps: the garbage collector
            v1      | ConfigMap  | -x-    | metadata.finalizers: Invalid value: "-x-"
            """)
    void aFinalizerThatIsNotSimulatedIsRefused(String apiVersion, String kind, String name, String message) {
        String spec = kind.equals("ConfigMap")
                ? ""
                : ", spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: base}]}}}";

        assertThat(apply("{apiVersion: %s, kind: %s, metadata: {name: x, finalizers: ['%s']}%s}"
                                .formatted(apiVersion, kind, name, spec))
                        .stderr())
                .contains(message);
    }

    private String patch(String name, String finalizers) {
        ExecResult result = run(
                "patch", "configmap", name, "--type=merge", "-p", "{\"metadata\":{\"finalizers\":" + finalizers + "}}");
        return result.stdout() + result.stderr();
    }

    private ExecResult apply(String manifest) {
        return kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of("apply", "-f", "-").withStdin("---\n" + manifest));
    }

    private ExecResult run(String... arguments) {
        return kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of(arguments));
    }
}
