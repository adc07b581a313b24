// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.workload.Peer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Which peers policies forbid. */
public class NetworkPoliciesTest {
    private static final String KIND = "{'apiVersion': 'networking.k8s.io/v1', 'kind': 'NetworkPolicy', ";
    private static final Peer POOL = Peer.sink("198.51.100.7", 3333);
    private static final Peer WEB = Peer.sink("203.0.113.66", 80);
    private static final ObjectNode POD =
            json("{'metadata': {'name': 'a', 'namespace': 'shop', 'labels': {'app': 'web', 'tier': 'x'}}, 'spec': {}}");

    private final ResourceStore store = new ResourceStore();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'podSelector': {}, 'policyTypes': ['Egress']} | pool web",
                "{'podSelector': {}, 'policyTypes': ['Ingress']} | none",
                "{'podSelector': {}} | none",
                "{'podSelector': {}, 'egress': []} | pool web",
                "{'podSelector': {}, 'egress': [{}]} | none",
                "{'podSelector': {'matchLabels': {'app': 'db'}}, 'egress': []} | none",
                "{'podSelector': {'matchLabels': {'app': 'web'}}, 'egress': []} | pool web",
                "{'podSelector': {'matchExpressions': [{'key': 'tier', 'operator': 'Exists'}]}, 'egress': []} | pool web",
                "{'podSelector': {'matchExpressions': [{'key': 'app', 'operator': 'NotIn', 'values': ['web']}]}, 'egress': []} | none",
                "{'podSelector': {}, 'egress': [{'to': [{'ipBlock': {'cidr': '203.0.113.0/24'}}]}]} | pool",
                "{'podSelector': {}, 'egress': [{'to': [{'ipBlock': {'cidr': '0.0.0.0/0', 'except': ['198.51.0.0/16']}}]}]} | pool",
                "{'podSelector': {}, 'egress': [{'to': [{'namespaceSelector': {}}]}]} | pool web",
                "{'podSelector': {}, 'egress': [{'ports': [{'port': 80}]}]} | pool",
                "{'podSelector': {}, 'egress': [{'ports': [{'port': 3000, 'endPort': 4000}]}]} | web",
                "{'podSelector': {}, 'egress': [{'ports': [{'port': 80, 'protocol': 'UDP'}]}]} | pool web",
                "{'podSelector': {}, 'egress': [{'ports': [{'port': 'http'}]}]} | pool web",
            })
    void aPolicyForbidsWhatNoRuleAllows(String spec, String forbidden) {
        policy("one", spec);

        assertThat(forbidden()).isEqualTo(forbidden);
    }

    @Test
    void whatOnePolicyAllowsIsAllowed() {
        policy("none", "{'podSelector': {}, 'egress': []}");
        policy("web", "{'podSelector': {}, 'egress': [{'ports': [{'port': 80}]}]}");

        assertThat(forbidden()).isEqualTo("pool");
    }

    @Test
    void ofAnotherNamespaceThereIsNone() {
        store.create(
                NetworkPolicies.POLICIES,
                "other",
                json(KIND + "'metadata': {'name': 'x'}, 'spec': {'podSelector': {}, 'egress': []}}"));

        assertThat(forbidden()).isEqualTo("none");
    }

    @Test
    void anAddressOfIpv6IsRefused() {
        ObjectNode policy = json("{'metadata': {'name': 'x'}, 'spec': {'podSelector': {},"
                + " 'egress': [{}, {'to': [{'ipBlock': {'cidr': 'fd00::/8'}}]}]}}");

        assertThatThrownBy(() -> NetworkPolicies.check(policy))
                .hasMessageContaining("spec.egress[1].to[0].ipBlock.cidr")
                .hasMessageContaining("the simulated network has no IPv6");
    }

    private void policy(String name, String spec) {
        store.create(
                NetworkPolicies.POLICIES,
                "shop",
                json(KIND + "'metadata': {'name': '" + name + "'}, 'spec': " + spec + "}"));
    }

    private String forbidden() {
        List<Peer> forbidden = new NetworkPolicies(store).forbidden(POD, List.of(POOL, WEB));
        String names = (forbidden.contains(POOL) ? "pool " : "") + (forbidden.contains(WEB) ? "web" : "");
        return names.isEmpty() ? "none" : names.strip();
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) ResourceStore.JSON.readTree(text.replace('\'', '"'));
    }
}
