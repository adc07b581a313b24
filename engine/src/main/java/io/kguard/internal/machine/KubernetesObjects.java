// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Kubernetes objects that events described, by uid. */
final class KubernetesObjects {
    private final Map<KubernetesObject.Kind, Map<String, KubernetesObject>> byKind =
            new EnumMap<>(KubernetesObject.Kind.class);
    private boolean told;

    KubernetesObjects() {
        clear();
    }

    /** An object by its kind and uid, or null if unknown. */
    @Nullable
    KubernetesObject get(KubernetesObject.Kind kind, String uid) {
        return ofKind(kind).get(uid);
    }

    /** Whether an event described any object, even if it is gone by now. */
    boolean isTold() {
        return told;
    }

    void put(KubernetesObject.Kind kind, KubernetesObject object) {
        told = true;
        ofKind(kind).put(object.uid(), object);
    }

    void remove(KubernetesObject.Kind kind, String uid) {
        ofKind(kind).remove(uid);
    }

    void clear() {
        told = false;
        for (KubernetesObject.Kind kind : KubernetesObject.Kind.values()) {
            byKind.put(kind, new HashMap<>());
        }
    }

    private Map<String, KubernetesObject> ofKind(KubernetesObject.Kind kind) {
        Map<String, KubernetesObject> objects = byKind.get(kind);
        if (objects == null) {
            throw new IllegalStateException("no table of " + kind);
        }
        return objects;
    }
}
