// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An object that a controller makes of the template of another one, which owns it. It has no name yet. */
final class Dependent {
    private static final ApiResource PODS = ApiResources.core("pods");

    private Dependent() {}

    /** A pod of the owner's template. */
    static ObjectNode pod(ObjectNode owner) {
        JsonNode template = owner.at("/spec/template");
        ObjectNode pod = of(owner, PODS, template.path("metadata"));
        if (owner.path("kind").asString("").equals("Job")) {
            pod.withObject("metadata").withObject("labels").put("job-name", ApiObject.name(owner));
        }
        pod.set("spec", template.path("spec").deepCopy());
        return pod;
    }

    /** An object of an owner, with the labels and annotations of its template. */
    static ObjectNode of(ObjectNode owner, ApiResource resource, JsonNode template) {
        ObjectNode object = ResourceStore.JSON.createObjectNode();
        object.put("apiVersion", resource.groupVersion()).put("kind", resource.kind());
        ObjectNode metadata = object.putObject("metadata");
        for (String copied : new String[] {"labels", "annotations"}) {
            if (template.path(copied).isObject()) {
                metadata.set(copied, template.path(copied).deepCopy());
            }
        }
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", owner.path("apiVersion").asString(""))
                .put("kind", owner.path("kind").asString(""))
                .put("name", ApiObject.name(owner))
                .put("uid", ApiObject.uid(owner))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        return object;
    }
}
