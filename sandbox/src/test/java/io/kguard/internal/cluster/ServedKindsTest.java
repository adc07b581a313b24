// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the kinds of objects do, as the documentation says. */
@Tag("trust")
@Execution(ExecutionMode.SAME_THREAD) // some of them play
class ServedKindsTest {
    /**
     * Whoever makes a kind enforced or adds one says here where that is tested. A kind is enforced if a request or a container
     * ends otherwise because of an object of it.
     */
    private static final Set<String> ENFORCED = Set.of(
            "pods", // PodTest and all live tests
            "configmaps", // mounted: VolumesTest
            "secrets", // mounted; tokens: CredentialsTest
            "serviceaccounts", // CredentialsTest
            "namespaces", // AdmissionPolicyTest
            "nodes", // KubectlObjectsTest
            "resourcequotas", // AdmissionPolicyTest
            "limitranges", // AdmissionPolicyTest
            "replicasets", // ReplacementTest
            "statefulsets",
            "deployments", // WorkloadMakerTest
            "daemonsets",
            "jobs",
            "cronjobs",
            "networkpolicies", // NetworkPoliciesTest
            "poddisruptionbudgets", // evictions
            "roles", // RbacEscalationTest
            "rolebindings",
            "clusterroles",
            "clusterrolebindings",
            "selfsubjectaccessreviews",
            "subjectaccessreviews",
            "selfsubjectrulesreviews",
            "selfsubjectreviews",
            "certificatesigningrequests", // CredentialsTest
            "priorityclasses"); // here

    @Test
    void theTableOfTheDocumentationIsThatOfTheServer() throws IOException {
        List<String> documented = Files.readString(Path.of("../docs/scenarios.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| kinds | how |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        Map<String, String> served = new LinkedHashMap<>(); // the kinds by what is the same for them
        for (ApiResource resource : ApiResources.all()) {
            String gap = resource.effect() == ApiResource.Effect.STORED
                    ? "" // nothing is done, whatever it is for
                    : resource.gap().replaceFirst(" (of|by) an? " + resource.kind(), "");
            served.merge(
                    " | " + resource.effect().name().toLowerCase(Locale.ROOT) + " | " + gap + " |",
                    "`" + resource.kind() + "`",
                    (kinds, kind) -> kinds + ", " + kind);
        }
        assertThat(documented)
                .isEqualTo(served.entrySet().stream()
                        .map(same -> "| " + same.getValue() + same.getKey())
                        .toList());
    }

    @Test
    void eachKindThatIsEnforcedIsKnown() {
        assertThat(ApiResources.all().stream()
                        .filter(resource -> resource.effect() == ApiResource.Effect.ENFORCED)
                        .map(ApiResource::plural)
                        .collect(Collectors.toSet()))
                .isEqualTo(ENFORCED);
    }

    @Test
    void whatIsRefusedSaysWhyAndWhatIsStoredIsTold() {
        assertThat(ApiResources.all())
                .filteredOn(resource -> resource.effect() == ApiResource.Effect.REFUSED)
                .isNotEmpty()
                .allSatisfy(resource -> assertThat(resource.gap()).isNotEmpty());
        for (ApiResource resource : ApiResources.all()) {
            assertThat(Warnings.of(resource, ResourceStore.JSON.createObjectNode()))
                    .as(resource.plural())
                    .hasSize(resource.gap().isEmpty() ? 0 : 1);
        }
    }

    @Test
    @RequiresRoot
    void aScenarioCannotBeginWithWhatIsRefused() {
        try (Sandbox sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
                Cluster cluster = Cluster.start(sandbox, ClusterOptions.defaults())) {
            for (String kind : List.of("ValidatingWebhookConfiguration", "ValidatingAdmissionPolicy")) {
                HasMetadata object = new KubernetesSerialization()
                        .unmarshal("---\n{apiVersion: admissionregistration.k8s.io/v1, kind: " + kind
                                + ", metadata: {name: x}}");
                assertThatThrownBy(() -> cluster.place(object))
                        .isInstanceOf(ClusterException.class)
                        .hasMessageContaining("the simulated API server refuses");
            }
            HasMetadata pod = new KubernetesSerialization().unmarshal("""
                    ---
                    {apiVersion: v1, kind: Pod, metadata: {name: p},
                     spec: {priorityClassName: high, containers: [{name: c, image: base}]}}
                    """);
            assertThatThrownBy(() -> cluster.place(pod))
                    .hasMessageContaining("pods \"p\" is forbidden: no PriorityClass with name high was found");
        }
    }
}
