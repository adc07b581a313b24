// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes object as the plugin {@code k8smeta} knows it. Strings are Latin-1, one {@code char} per byte.
 *
 * @param name null if unknown
 * @param namespace null if unknown, or if objects of its kind are in none
 * @param labels in the order in which they were told
 * @param ip a pod's address; null if it has none yet
 * @param references the uids of the objects that a pod belongs to
 */
public record KubernetesObject(
        String uid,
        @Nullable String name,
        @Nullable String namespace,
        List<Label> labels,
        @Nullable String ip,
        Map<Kind, List<String>> references) {
    public KubernetesObject {
        labels = List.copyOf(labels);
        references = Map.copyOf(references);
    }

    /**
     * A label.
     *
     * @param text both, as lists of labels show them: {@code key:value}
     */
    public record Label(String key, String value, String text) {
        public Label(String key, String value) {
            this(key, value, key + ":" + value);
        }
    }

    /** The value of a label, or null if absent. */
    public @Nullable String label(String key) {
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).key().equals(key)) {
                return labels.get(i).value();
            }
        }
        return null;
    }

    /** The uids of the objects of a kind that it belongs to. */
    public List<String> references(Kind kind) {
        return references.getOrDefault(kind, List.of());
    }

    /** The kinds of Kubernetes objects that fields describe. */
    public enum Kind {
        POD,
        NAMESPACE,
        DEPLOYMENT,
        SERVICE,
        REPLICA_SET,
        REPLICATION_CONTROLLER;

        /** The kind with a name such as {@code ReplicaSet}, or null if no field describes it. */
        public static @Nullable Kind of(String name) {
            return switch (name) {
                case "Pod" -> POD;
                case "Namespace" -> NAMESPACE;
                case "Deployment" -> DEPLOYMENT;
                case "Service" -> SERVICE;
                case "ReplicaSet" -> REPLICA_SET;
                case "ReplicationController" -> REPLICATION_CONTROLLER;
                default -> null;
            };
        }
    }
}
