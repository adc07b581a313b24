// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.workload.AllowedFolders;
import io.kguard.workload.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** The objects that a kubelet requests from the API server: those that a pod's volumes and environment refer to. */
    public interface PodObjects {

        /** No config maps and secrets, and a decoy token. */
        PodObjects NONE = new PodObjects() {};

        /** The config map, or null if absent. */
        default @Nullable ConfigMap configMap(String namespace, String name) {
            return null;
        }

        /** The secret, or null if absent. */
        default @Nullable Secret secret(String namespace, String name) {
            return null;
        }

        /**
         * A service account's token for a pod, or null if the account does not exist.
         *
         * @param audience the intended audience of the token; null for the API server
         */
        default @Nullable String serviceAccountToken(
                String namespace, String serviceAccount, String podName, @Nullable String audience, Duration lifetime) {
            return DecoyToken.of(namespace, serviceAccount);
        }

        /** The API server's CA certificate, in PEM, which pods find next to their token. */
        default String caCertificate() {
            return "";
        }
    }

    /**
     * What the pods of a simulation may have together, while they run. A limit of each container does not bound a
     * simulation that starts many. Thread-safe.
     */
    public static final class Budget {
        static final long MAX_MEMORY = 8L << 30;
        static final long MAX_PROCESSES = 8192;

        private record Share(long memory, long processes) {}

        private final Map<String, Share> taken = new HashMap<>();

        /**
         * Takes the share of a pod, until {@link #giveBack}.
         *
         * @param id what tells the pod from all others
         * @param name its name in the manifest
         * @throws SandboxException if it is more than what is left
         */
        public synchronized void take(String id, String name, long memory, long processes) {
            long allMemory =
                    memory + taken.values().stream().mapToLong(Share::memory).sum();
            long allProcesses = processes
                    + taken.values().stream().mapToLong(Share::processes).sum();
            if (allMemory > MAX_MEMORY) {
                throw refusal(
                        name,
                        "would bring the memory limits of the simulation's " + (taken.size() + 1) + " pods to "
                                + (allMemory >> 20) + " MiB; all pods of a simulation may have " + (MAX_MEMORY >> 20)
                                + " MiB together. Start fewer, or lower resources.limits.memory");
            }
            if (allProcesses > MAX_PROCESSES) {
                throw refusal(
                        name,
                        "would bring the processes that the simulation's " + (taken.size() + 1)
                                + " pods may have to " + allProcesses + "; all pods of a simulation may have "
                                + MAX_PROCESSES
                                + " together. Start fewer containers");
            }
            taken.put(id, new Share(memory, processes));
        }

        /** Gives back the share of a pod, if it has one. */
        public synchronized void giveBack(String id) {
            taken.remove(id);
        }

        private static SandboxException refusal(String pod, String why) {
            return new SandboxException(Reason.BAD_REQUEST, "the pod " + pod + " " + why);
        }
    }
}
