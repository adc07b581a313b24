// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.kguard.workload.AllowedFolders;
import io.kguard.workload.Peer;
import java.util.ArrayList;
import java.util.List;

/**
 * The environment of a pod.
 *
 * @param objects the config maps, secrets and tokens that pods refer to
 * @param network whom the pod reaches
 * @param hostAccess what hostPath, hostNetwork, hostPID and hostIPC reach
 * @param limits the limits of a container; its own {@code resources.limits} take precedence
 * @param node the name of the decoy node that the pod runs on. Pods that run at the same time on a node with the same
 *     name share its files and processes. Empty for a separate node
 * @param folders where the files of images may be that pods name by a path
 * @param budget what this pod and others may have together
 */
public record PodSetup(
        PodObjects objects,
        Network network,
        HostAccess hostAccess,
        Limits limits,
        String node,
        AllowedFolders folders,
        Budget budget) {
    /**
     * The isolated network of a pod.
     *
     * @param peers the servers on it
     * @param fenced the peers to which nothing gets through, see {@link PodSandbox#fence}
     */
    public record Network(List<Peer> peers, List<Peer> fenced) {
        public Network {
            peers = List.copyOf(peers);
            fenced = List.copyOf(fenced);
        }
    }

    /** No objects, the default peers, a decoy of the host, default limits. */
    public static PodSetup defaults() {
        return new PodSetup(
                PodObjects.NONE,
                new Network(Peer.defaults(), List.of()),
                HostAccess.DECOY,
                Limits.DEFAULT,
                "",
                AllowedFolders.defaults(),
                new Budget());
    }

    public List<Peer> peers() {
        return network.peers;
    }

    public List<Peer> fenced() {
        return network.fenced;
    }

    public PodSetup withObjects(PodObjects value) {
        return new PodSetup(value, network, hostAccess, limits, node, folders, budget);
    }

    public PodSetup withPeers(List<Peer> value) {
        return withNetwork(new Network(value, fenced()));
    }

    /** Adds a peer, or replaces the one with the same address, port and protocol. */
    public PodSetup withPeer(Peer peer) {
        List<Peer> all = new ArrayList<>(peers());
        all.removeIf(other -> other.clashesWith(peer));
        all.add(peer);
        return withPeers(all);
    }

    private PodSetup withNetwork(Network value) {
        return new PodSetup(objects, value, hostAccess, limits, node, folders, budget);
    }

    public PodSetup withHostAccess(HostAccess value) {
        return new PodSetup(objects, network, value, limits, node, folders, budget);
    }

    public PodSetup withLimits(Limits value) {
        return new PodSetup(objects, network, hostAccess, value, node, folders, budget);
    }

    public PodSetup withNode(String value) {
        return new PodSetup(objects, network, hostAccess, limits, value, folders, budget);
    }

    public PodSetup withFolders(AllowedFolders value) {
        return new PodSetup(objects, network, hostAccess, limits, node, value, budget);
    }

    public PodSetup withFenced(List<Peer> value) {
        return withNetwork(new Network(peers(), value));
    }

    /** With what the pods of a simulation may have together. */
    public PodSetup withBudget(Budget value) {
        return new PodSetup(objects, network, hostAccess, limits, node, folders, value);
    }
}
