// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import io.kguard.workload.Ipv4;
import io.kguard.workload.Peer;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What network policies forbid. The network of a pod has only peers outside the cluster, and nothing connects to a pod. So
 * only the addresses and ports of egress rules matter: the pods that a rule allows are not there.
 *
 * <p>Source: Kubernetes, "Network Policies".
 */
record NetworkPolicies(ResourceStore store) {
    public static final ApiResource POLICIES = ApiResources.networking("networkpolicies");

    /**
     * Refuses what can't be enforced.
     *
     * @throws ApiStatus 422 if an address block is none of IPv4
     */
    static void check(ObjectNode policy) {
        int rule = 0;
        for (JsonNode egress : policy.at("/spec/egress")) {
            int number = 0;
            for (JsonNode to : egress.path("to")) {
                String path = "spec.egress[" + rule + "].to[" + number++ + "].ipBlock.";
                JsonNode block = to.path("ipBlock");
                if (!block.isMissingNode()) {
                    checkNetwork(policy, path + "cidr", block.path("cidr").asString(""));
                    block.path("except").forEach(except -> checkNetwork(policy, path + "except", except.asString("")));
                }
            }
            rule++;
        }
    }

    private static void checkNetwork(ObjectNode policy, String path, String network) {
        if (!Ipv4.isNetwork(network)) {
            throw ApiStatus.invalid(
                    POLICIES,
                    ApiObject.name(policy),
                    path + ": Invalid value: \"" + network + "\": must be a CIDR of IPv4, such as 10.0.0.0/8: the"
                            + " simulated network has no IPv6");
        }
    }

    /** The peers that a pod may not reach. */
    public List<Peer> forbidden(ObjectNode pod, List<Peer> peers) {
        String namespace = ApiObject.namespace(pod);
        List<JsonNode> egress = store.list(POLICIES, namespace).stream()
                .map(policy -> policy.path("spec"))
                .filter(spec -> LabelSelectors.selects(spec.path("podSelector"), pod) && isOfEgress(spec))
                .map(spec -> spec.path("egress"))
                .toList();
        if (egress.isEmpty() || pod.at("/spec/hostNetwork").asBoolean(false)) {
            return List.of();
        }
        return peers.stream()
                .filter(peer ->
                        egress.stream().flatMap(rules -> rules.valueStream()).noneMatch(rule -> allows(rule, peer)))
                .toList();
    }

    private static boolean isOfEgress(JsonNode spec) {
        JsonNode types = spec.path("policyTypes");
        return types.isMissingNode()
                ? spec.has("egress")
                : types.valueStream().anyMatch(type -> type.asString("").equals("Egress"));
    }

    private static boolean allows(JsonNode rule, Peer peer) {
        boolean to = rule.path("to").isEmpty()
                || rule.path("to")
                        .valueStream()
                        .map(one -> one.path("ipBlock"))
                        .anyMatch(block -> block.has("cidr")
                                && Ipv4.isIn(block.path("cidr").asString(""), peer.address())
                                && block.path("except")
                                        .valueStream()
                                        .noneMatch(except -> Ipv4.isIn(except.asString(""), peer.address())));
        return to
                && (rule.path("ports").isEmpty()
                        || rule.path("ports").valueStream().anyMatch(port -> isPort(port, peer)));
    }

    private static boolean isPort(JsonNode port, Peer peer) {
        if (!port.path("protocol").asString("TCP").equals(peer.protocol().name())) {
            return false;
        }
        JsonNode number = port.path("port");
        if (number.isMissingNode()) {
            return true;
        }
        int first = number.asInt(-1); // a name is that of a pod's port
        int last = port.path("endPort").asInt(first);
        return first >= 0 && first <= peer.port() && peer.port() <= last;
    }
}
