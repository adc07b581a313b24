// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An authorized request and its response.
 *
 * @param http the HTTP request
 * @param info what it asks for
 * @param user the authenticated user
 * @param body its body, or null if it has none
 * @param audit its audit events
 */
record Exchange(
        HttpServerRequest http,
        RequestInfo info,
        UserInfo user,
        @Nullable JsonNode body,
        AuditTrail audit) {

    /** The requested resource, which must be one that is served. */
    ApiResource resource() {
        ApiResource resource = info.resource();
        if (resource == null) {
            throw ApiStatus.noSuchPath();
        }
        return resource;
    }

    /** The body, which must be an object. */
    ObjectNode objectBody() {
        if (body instanceof ObjectNode object) {
            return object;
        }
        throw ApiStatus.badRequest("the request needs an object as its body");
    }

    String acceptHeader() {
        String accept = http.getHeader("Accept");
        return accept == null ? "" : accept;
    }

    void respond(int code, JsonNode document) {
        audit.responseComplete(code, document);
        send(http.response(), code, document);
    }

    /** Sends an object, as a table if the client wants that. */
    void respondWithObject(int code, ObjectNode object) {
        if (TableView.isWanted(acceptHeader())) {
            audit.responseComplete(code, object);
            String version = object.path("metadata").path("resourceVersion").asString("");
            send(http.response(), code, TableView.of(resource(), List.of(object), version));
        } else {
            respond(code, object);
        }
    }

    void fail(ApiStatus status) {
        respond(status.code(), status.toJson());
    }

    static void send(HttpServerResponse response, int code, JsonNode document) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(code)
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(ResourceStore.JSON.writeValueAsBytes(document)))
                    .onFailure(gone -> response.reset());
        }
    }
}
