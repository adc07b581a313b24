// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

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
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    public String namespace() {
        return ApiObject.namespace(object);
    }

    public String name() {
        return ApiObject.name(object);
    }

    public String uid() {
        return ApiObject.uid(object);
    }

    /** The resource version of the change. */
    public long version() {
        return Long.parseLong(object.at("/metadata/resourceVersion").asString("0"));
    }
}
