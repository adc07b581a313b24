// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import io.kguard.workload.ApiResource;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of an object in the store.
 *
 * @param type what happened
 * @param resource the object's resource
 * @param object the object after the change; the last state of a deleted one
 */
record Change(Type type, ApiResource resource, ObjectNode object) {
    /** What happened to the object. The names are those of watch events. */
    enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    String namespace() {
        return object.path("metadata").path("namespace").asString("");
    }

    String name() {
        return object.path("metadata").path("name").asString("");
    }

    /** The resource version of the change. */
    long version() {
        return Long.parseLong(object.path("metadata").path("resourceVersion").asString("0"));
    }
}
