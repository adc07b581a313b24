// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import io.kguard.workload.Peer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Enforces network policies in the networks of the pods. */
final class NetworkPolicyController {
    private static final ApiResource PODS = ApiResources.core("pods");

    private final ResourceStore store;
    private final NetworkPolicies policies;
    private final Kubelet kubelet;
    private final ControllerTasks tasks;
    /** The peers that each pod is cut off from, by the pod's uid; none if a pod is not in it. */
    private final Map<String, List<Peer>> fenced = new HashMap<>();

    private NetworkPolicyController(ResourceStore store, Kubelet kubelet, ControllerTasks tasks) {
        this.store = store;
        this.policies = new NetworkPolicies(store);
        this.kubelet = kubelet;
        this.tasks = tasks;
    }

    /** Enforces the policies of a store from now on. */
    public static void watch(ResourceStore store, Kubelet kubelet, ControllerTasks tasks) {
        store.watch(new NetworkPolicyController(store, kubelet, tasks)::observe);
    }

    private void observe(Change change) {
        boolean ofPolicy = change.resource().equals(NetworkPolicies.POLICIES);
        boolean ofPod = change.resource().equals(PODS)
                && change.type() == Change.Type.MODIFIED
                && !store.list(NetworkPolicies.POLICIES, change.namespace()).isEmpty();
        if (ofPolicy || ofPod) {
            tasks.later(() -> enforce(change.namespace()));
        }
    }

    private synchronized void enforce(String namespace) {
        for (ObjectNode pod : store.list(PODS, namespace)) {
            String uid = ApiObject.uid(pod);
            PodSandbox running = kubelet.running(uid);
            List<Peer> forbidden = running == null ? List.of() : policies.forbidden(pod, running.peers());
            if (running != null && !forbidden.equals(fenced.getOrDefault(uid, kubelet.fencedAtStart(uid)))) {
                fence(uid, running, forbidden);
            }
        }
    }

    private void fence(String uid, PodSandbox running, List<Peer> forbidden) {
        try {
            running.fence(forbidden);
            fenced.put(uid, forbidden);
        } catch (SandboxException e) {
            if (running.equals(kubelet.running(uid))) {
                throw e;
            } // it was removed meanwhile
        }
    }
}
