// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What a pod finds around it.
 *
 * @param objects the config maps, secrets and tokens that pods refer to
 * @param peers the addresses that answer on the pod's isolated network
 * @param hostAccess what hostPath, hostNetwork, hostPID and hostIPC reach
 * @param limits what a container may use; a container's own {@code resources.limits} come first
 * @param node the name of the decoy node that the pod runs on: pods that run at the same time on a node of one name share
 *     its files and processes; empty for a node of the pod's own
 * @param folders where the files of images may lie that pods name by a path
 */
@API(status = API.Status.INTERNAL)
public record PodSetup(
        PodObjects objects,
        List<Peer> peers,
        HostAccess hostAccess,
        Limits limits,
        String node,
        AllowedFolders folders) {

    public PodSetup {
        peers = List.copyOf(peers);
    }

    /** No objects, the default peers, the host access that is {@link HostAccess#configured}, default limits. */
    public static PodSetup defaults() {
        return new PodSetup(
                PodObjects.NONE,
                Peer.defaults(),
                HostAccess.configured(),
                Limits.DEFAULT,
                "",
                AllowedFolders.defaults());
    }

    public PodSetup withObjects(PodObjects value) {
        return new PodSetup(value, peers, hostAccess, limits, node, folders);
    }

    public PodSetup withPeers(List<Peer> value) {
        return new PodSetup(objects, value, hostAccess, limits, node, folders);
    }

    /** Adds a peer, or replaces the one with the same address, port and protocol. */
    public PodSetup withPeer(Peer peer) {
        List<Peer> all = new ArrayList<>(peers);
        all.removeIf(other -> other.clashesWith(peer));
        all.add(peer);
        return new PodSetup(objects, all, hostAccess, limits, node, folders);
    }

    public PodSetup withHostAccess(HostAccess value) {
        return new PodSetup(objects, peers, value, limits, node, folders);
    }

    public PodSetup withLimits(Limits value) {
        return new PodSetup(objects, peers, hostAccess, value, node, folders);
    }

    public PodSetup withNode(String value) {
        return new PodSetup(objects, peers, hostAccess, limits, value, folders);
    }

    public PodSetup withFolders(AllowedFolders value) {
        return new PodSetup(objects, peers, hostAccess, limits, node, value);
    }
}
