// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kguard.workload.ApiResources;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** A pod runs on a node that it asks for and that accepts it. */
class SchedulerTest {
    private final ResourceStore store = new ResourceStore();

    private static ObjectNode object(String yaml) {
        return (ObjectNode)
                ResourceStore.JSON.readTree(Serialization.asJson(new KubernetesSerialization().unmarshal(yaml)));
    }

    private void node(String name, String fields) {
        store.create(
                ApiResources.core("nodes"),
                "",
                object("apiVersion: v1\nkind: Node\nmetadata: {name: " + name + ", labels: {disk: " + name + "}}\n"
                        + fields));
    }

    private String nodeOf(String spec) {
        ObjectNode pod = object("apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: " + spec);
        pod.putObject("status");
        Scheduler.place(store, pod);
        return pod.path("spec").path("nodeName").asString("");
    }

    @Test
    void nodeSelectorAndTolerationsChooseTheNode() {
        node("kguard-node", "spec: {taints: [{key: team, value: a, effect: NoSchedule}]}");
        node("kguard-node-2", "spec: {}");

        assertThat(nodeOf("{containers: []}")).isEqualTo("kguard-node-2");
        assertThat(nodeOf("{nodeSelector: {disk: kguard-node}}")).isEmpty();
        String tolerant =
                "{nodeSelector: {disk: kguard-node}, tolerations: [{key: team, operator: %s, value: %s, effect: %s}]}";
        assertThat(nodeOf(tolerant.formatted("Equal", "a", "NoSchedule"))).isEqualTo("kguard-node");
        assertThat(nodeOf(tolerant.formatted("Exists", "\"\"", "NoSchedule"))).isEqualTo("kguard-node");
        assertThat(nodeOf(tolerant.formatted("Equal", "b", "NoSchedule"))).isEmpty();
        assertThat(nodeOf(tolerant.formatted("Equal", "a", "NoExecute"))).isEmpty();
        assertThat(nodeOf("{nodeSelector: {disk: nowhere}}")).isEmpty();
    }
}
