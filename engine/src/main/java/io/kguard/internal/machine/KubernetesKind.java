// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of Kubernetes objects that fields describe. */
public enum KubernetesKind {
    POD("Pod"),
    NAMESPACE("Namespace"),
    DEPLOYMENT("Deployment"),
    SERVICE("Service"),
    REPLICA_SET("ReplicaSet"),
    REPLICATION_CONTROLLER("ReplicationController");

    private static final Map<String, KubernetesKind> BY_NAME = new HashMap<>();

    static {
        for (KubernetesKind kind : values()) {
            BY_NAME.put(kind.label, kind);
        }
    }

    private final String label;

    KubernetesKind(String label) {
        this.label = label;
    }

    /** The kind with a name such as {@code ReplicaSet}, or null if no field describes it. */
    static @Nullable public KubernetesKind of(String name) {
        return BY_NAME.get(name);
    }

    /** Its name in manifests, such as {@code ReplicaSet}. */
    public String label() {
        return label;
    }
}
