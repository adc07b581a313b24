// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** The pods that are being deleted. The store does not keep that mark, and has them until their containers have ended. */
final class LeavingPods {
    private static final ApiResource PODS = ApiResources.core("pods");

    private final Set<String> uids = ConcurrentHashMap.newKeySet();

    public LeavingPods(ResourceStore store) {
        store.watch(this::observe);
    }

    private void observe(Change change) {
        if (change.resource().equals(PODS)) {
            if (change.type() == Change.Type.DELETED) {
                uids.remove(change.uid());
            } else if (ApiObject.isDeleted(change.object())) {
                uids.add(change.uid());
            }
        }
    }

    public boolean contains(ObjectNode pod) {
        return contains(ApiObject.uid(pod));
    }

    public boolean contains(String uid) {
        return uids.contains(uid);
    }

    /** Whether a pod's containers run and are ready. */
    public static boolean isReady(ObjectNode pod) {
        return pod.at("/status/conditions")
                .valueStream()
                .anyMatch(condition -> condition.path("type").asString("").equals("Ready")
                        && condition.path("status").asString("").equals("True"));
    }
}
