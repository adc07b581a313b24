// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.workload.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A pod's addresses and host names. */
final class PodNetwork {
    public static final String NODE_ADDRESS = "192.168.49.2";

    private static final AtomicInteger LAST = new AtomicInteger(1);

    private PodNetwork() {}

    /** A new address of the pod network. Networks are separate, so it is unique only among 65,000 pods. */
    public static String newAddress() {
        int number = 2 + Math.floorMod(LAST.getAndIncrement(), 65_000);
        return "10.244." + (number >> 8) + "." + (number & 255);
    }

    /** The outside addresses that a pod may reach, as arguments of a shim in a jail. */
    public static List<String> relayArguments(List<Peer> peers) {
        List<String> arguments = new ArrayList<>();
        for (Peer peer : peers) {
            if (peer.behaviour() instanceof Peer.Relay relay) {
                String address = relay.target().getAddress().getHostAddress();
                arguments.addAll(
                        List.of("-relay", address, String.valueOf(relay.target().getPort())));
            }
        }
        return arguments;
    }

    /** The pod's /etc/hosts. */
    public static byte[] hosts(PodPlan pod, List<Peer> peers) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put("127.0.0.1", List.of("localhost"));
        names.put("::1", List.of("localhost", "ip6-localhost", "ip6-loopback"));
        names.put(
                pod.ip(),
                Stream.of(pod.domainName(), pod.hostName())
                        .filter(name -> !name.isEmpty())
                        .toList());
        for (Peer peer : peers) {
            names.merge(peer.address(), peer.names(), PodNetwork::union);
        }
        StringBuilder text = new StringBuilder("# Kubernetes-managed hosts file.\n");
        names.forEach((address, all) -> {
            if (!all.isEmpty()) {
                text.append(address).append('\t').append(String.join(" ", all)).append('\n');
            }
        });
        if (pod.spec().getHostAliases() != null) {
            pod.spec()
                    .getHostAliases()
                    .forEach(alias -> text.append(alias.getIp())
                            .append('\t')
                            .append(String.join(" ", alias.getHostnames()))
                            .append('\n'));
        }
        return text.toString().getBytes(UTF_8);
    }

    private static List<String> union(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        others.stream().filter(name -> !all.contains(name)).forEach(all::add);
        return all;
    }

    public static byte[] resolver(PodPlan pod) {
        return ("search " + pod.namespace() + ".svc.cluster.local svc.cluster.local cluster.local\n"
                        + "nameserver 10.96.0.10\noptions ndots:5\n")
                .getBytes(UTF_8);
    }
}
