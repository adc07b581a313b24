// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
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
                uids.remove(uid(change.object()));
            } else if (change.object().path("metadata").has("deletionTimestamp")) {
                uids.add(uid(change.object()));
            }
        }
    }

    public boolean contains(ObjectNode pod) {
        return contains(uid(pod));
    }

    public boolean contains(String uid) {
        return uids.contains(uid);
    }

    public static String uid(ObjectNode object) {
        return object.path("metadata").path("uid").asString("");
    }

    /** The owner reference of a pod's controller; missing if it has none. */
    public static JsonNode controller(JsonNode pod) {
        return pod.path("metadata")
                .path("ownerReferences")
                .valueStream()
                .filter(owner -> owner.path("controller").asBoolean(false))
                .findFirst()
                .orElse(pod.path("none"));
    }

    /** Whether a pod's containers run and are ready. */
    public static boolean isReady(ObjectNode pod) {
        return pod.path("status")
                .path("conditions")
                .valueStream()
                .anyMatch(condition -> condition.path("type").asString("").equals("Ready")
                        && condition.path("status").asString("").equals("True"));
    }
}
