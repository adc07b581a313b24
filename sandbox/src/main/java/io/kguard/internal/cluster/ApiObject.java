// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What objects of all kinds have: their metadata, of which a text is empty if it is missing. */
final class ApiObject {
    private ApiObject() {}

    static String name(JsonNode object) {
        return object.at("/metadata/name").asString("");
    }

    static String namespace(JsonNode object) {
        return object.at("/metadata/namespace").asString("");
    }

    static String uid(JsonNode object) {
        return object.at("/metadata/uid").asString("");
    }

    /** Whether an object was deleted and is still there. */
    static boolean isDeleted(JsonNode object) {
        return object.path("metadata").has("deletionTimestamp");
    }

    /** The owner reference of an object's controller; missing if it has none. */
    static JsonNode controller(JsonNode object) {
        return object.at("/metadata/ownerReferences")
                .valueStream()
                .filter(owner -> owner.path("controller").asBoolean(false))
                .findFirst()
                .orElse(object.path("none"));
    }

    /** The object under a key, which is made if there is none. */
    static ObjectNode part(ObjectNode object, String key) {
        return object.path(key) instanceof ObjectNode part ? part : object.putObject(key);
    }

    /** The list under a key, which is made if there is none. */
    static ArrayNode list(ObjectNode object, String key) {
        return object.path(key) instanceof ArrayNode list ? list : object.putArray(key);
    }

    /** Sets a text unless it is empty. */
    static void putGiven(ObjectNode object, String key, String text) {
        if (!text.isEmpty()) {
            object.put(key, text);
        }
    }

    /** Sets a text unless there is a value. */
    static void putDefault(ObjectNode object, String key, String text) {
        if (!object.has(key)) {
            object.put(key, text);
        }
    }

    /** The containers and init containers of a pod's spec. */
    static List<ObjectNode> containers(JsonNode spec) {
        return Stream.of("containers", "initContainers")
                .flatMap(list -> spec.path(list).valueStream())
                .map(ObjectNode.class::cast)
                .toList();
    }

    /** A moment as objects have it. */
    static String time(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** An object, or a part of one, of fabric8's model. */
    static <T> T typed(JsonNode object, Class<T> type) {
        return Json.KUBERNETES.unmarshal(ResourceStore.JSON.writeValueAsString(object), type);
    }

    /** Copies what is there of these keys. */
    static void copy(JsonNode from, ObjectNode to, String... keys) {
        for (String key : keys) {
            if (from.has(key)) {
                to.set(key, from.get(key));
            }
        }
    }
}
