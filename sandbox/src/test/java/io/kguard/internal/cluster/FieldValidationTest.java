// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields that an object does not have, has twice, or lacks. */
@Tag("trust")
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FieldValidationTest {
    private static final String MISSPELT = """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          hostNetwrk: true
          containers: [{name: web, image: base, command: [sleep, "600"], securityContext: {priviledged: true}}]
        """;

    private static final String DEPLOYMENT = """
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: %s}
        """;

    private Sandbox sandbox;
    private Cluster cluster;
    private Kubectl kubectl;

    @BeforeAll
    void startCluster() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
        cluster = Cluster.start(sandbox, ClusterOptions.defaults());
        kubectl = new Kubectl(cluster);
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
        sandbox.close();
    }

    @Test
    void unknownFieldsAreRefusedAsKubectlAsks() {
        ExecResult result = send(MISSPELT.formatted("strict"), "create", "-f", "-");

        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.stderr())
                .isEqualTo(
                        "Error from server (BadRequest): error when creating \"STDIN\": Pod in version \"v1\" cannot be"
                                + " handled as a Pod: strict decoding error: unknown field"
                                + " \"spec.containers[0].securityContext.priviledged\", unknown field \"spec.hostNetwrk\"\n");
    }

    @Test
    void unknownFieldsAreToldOrDroppedIfKubectlAsksForThat() {
        ExecResult warned = send(MISSPELT.formatted("warned"), "create", "--validate=warn", "-f", "-");
        assertThat(warned.stdout()).isEqualTo("pod/warned created\n");
        assertThat(warned.stderr()).contains("Warning: unknown field \"spec.hostNetwrk\"");

        ExecResult ignored = send(MISSPELT.formatted("ignored"), "create", "--validate=ignore", "-f", "-");
        assertThat(ignored.stdout()).isEqualTo("pod/ignored created\n");
        assertThat(ignored.stderr()).isEmpty();
        assertThat(run("get", "pod", "warned", "ignored", "-o", "yaml").stdout())
                .doesNotContain("hostNetwrk", "priviledged");
    }

    @Test
    void aPatchCanNotAddAnUnknownField() {
        run("create", "configmap", "patched");

        assertThat(run("patch", "configmap", "patched", "-p", "{\"dta\":{\"a\":\"b\"}}")
                        .stderr())
                .contains("Warning: unknown field \"dta\"");
        String strict = "/api/v1/namespaces/default/configmaps/patched?fieldValidation=Strict";
        try (KubernetesClient client = cluster.client(Actor.ADMINISTRATOR)) {
            assertThatThrownBy(() -> client.raw(strict, "PUT", """
                            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "patched"}, "dta": {}}
                            """))
                    .hasMessageContaining("strict decoding error: unknown field \"dta\"");
        }
    }

    @Test
    void fieldsThatComeTwiceAreFound() {
        assertThat(DuplicateFields.of(
                        "{\"a\":1,\"b\":[{\"c\":1},{\"d\":1,\"d\":[2]}],\"a\":{\"x\":1,\"x\":2}}".getBytes(UTF_8)))
                .containsExactly("b[1].d", "a", "a.x");
        String path = "/api/v1/namespaces/default/configmaps?fieldValidation=";
        String twice = """
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "twice"}, "data": {"a": "1", "a": "2"}}
                """;
        try (KubernetesClient client = cluster.client(Actor.ADMINISTRATOR)) {
            assertThatThrownBy(() -> client.raw(path + "Strict", "POST", twice))
                    .hasMessageContaining(
                            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding"
                                    + " error: duplicate field \"data.a\"");
            assertThatThrownBy(() -> client.raw(path + "Sometimes", "POST", twice))
                    .hasMessageContaining("supported values: \"Ignore\", \"Strict\", \"Warn\"");
            assertThat(client.raw(path + "Ignore", "POST", twice)).contains("\"a\":\"2\"");
        }
    }

    @Test
    void anObjectOfAScenarioHasNoUnknownFieldEither() {
        HasMetadata object = new KubernetesSerialization()
                .unmarshal("---\n{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {selektor: {a: b}}}");
        assertThatThrownBy(() -> cluster.place(object)).hasMessageContaining("unknown field \"spec.selektor\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | * spec.selector: Required value
            {} | * spec.template: Required value
            {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: c}}, spec: {containers: [{name: x, image: base}]}}} | The Deployment "d" is invalid: spec.template.metadata.labels: Invalid value: {"a":"c"}: `selector` does not match template `labels`
            {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: []}}} | spec.template.spec.containers: Required value
            {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: x}]}}} | spec.template.spec.containers[0].image: Required value
            {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {restartPolicy: Never, containers: [{name: x, image: base}]}}} | spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"
            """)
    void aDeploymentNeedsASelectorAndATemplate(String spec, String message) {
        assertThat(send(DEPLOYMENT.formatted(spec), "create", "-f", "-").stderr())
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {apiVersion: v1, kind: Pod, metadata: {name: p}} | The Pod "p" is invalid: spec.containers: Required value
            {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c}]}} | spec.containers[0].image: Required value
            {apiVersion: v1, kind: Service, metadata: {name: s}, spec: {selector: {a: b}}} | The Service "s" is invalid: spec.ports: Required value
            {apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 0}]}} | spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
            {apiVersion: batch/v1, kind: CronJob, metadata: {name: c}, spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: x, image: base}]}}}}}} | spec.schedule: Required value
            {apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {spec: {containers: [{name: x, image: base}]}}}} | spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"
            {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r}, rules: [{apiGroups: [""], resources: [pods]}]} | rules[0].verbs: Required value: verbs must contain at least one value
            {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: b}, roleRef: {kind: Role, name: x}} | roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"
            """)
    void theCommonKindsHaveRequiredFields(String object, String message) {
        ExecResult result = send(object, "create", "-f", "-");

        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.stderr()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {hostNetwork: "true", containers: [{name: c, image: base}]}} | json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool
            {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: base, env: [{name: A, value: 1}]}]}} | json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string
            {apiVersion: v1, kind: ConfigMap, metadata: {name: c}, immutable: "yes"} | ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal string into Go struct field ConfigMap.immutable of type bool
            {apiVersion: v1, kind: Secret, metadata: {name: s}, data: {"a b": YQ==}} | data[a b]: Invalid value: "a b": a valid config key must consist of
            """)
    void valuesHaveTheTypesOfTheirFields(String object, String message) {
        assertThat(send(object, "create", "-f", "-").stderr()).contains(message);
    }

    private ExecResult send(String manifest, String... arguments) {
        return kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of(arguments).withStdin("---\n" + manifest));
    }

    private ExecResult run(String... arguments) {
        return kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of(arguments));
    }
}
