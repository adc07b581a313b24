// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
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
 * @param duplicates the fields that the body has twice
 * @param audit its audit events
 * @param bounds what the simulation may ask for
 */
record Exchange(
        HttpServerRequest http,
        RequestInfo info,
        UserInfo user,
        @Nullable JsonNode body,
        List<String> duplicates,
        AuditTrail audit,
        ClusterBounds bounds)
        implements Remarks {
    /** A longer warning could break the client, which has a bound for headers. */
    private static final int MAX_WARNING = 4096;

    Exchange {
        duplicates = List.copyOf(duplicates);
    }

    @Override
    public void warn(String text) {
        String line = text.substring(0, Math.min(text.length(), MAX_WARNING))
                .replaceAll("[^\\x20-\\x7e]", "?")
                .replace("\\", "\\\\")
                .replace("\"", "\\\"");
        http.response().headers().add("Warning", "299 - \"" + line + "\"");
    }

    @Override
    public void annotate(String key, String value) {
        audit.annotate(key, value);
    }

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

    /**
     * The patch that the body is.
     *
     * @throws ApiStatus 400 if there is none
     */
    JsonNode patch() {
        JsonNode patch = body();
        if (patch == null) {
            throw ApiStatus.badRequest("the request needs a patch as its body");
        }
        return patch;
    }

    /** What the body is, without parameters; empty if the request does not say. */
    String mediaType() {
        String header = http.getHeader("Content-Type");
        return header == null ? "" : header.replaceFirst(";.*", "").trim();
    }

    String acceptHeader() {
        String accept = http.getHeader("Accept");
        return accept == null ? "" : accept;
    }

    void respond(int code, JsonNode document) {
        audit.responseComplete(code, document);
        send(bounds, http.response(), code, document);
    }

    /** Sends a document of another type than plain JSON. */
    void respond(String type, JsonNode document) {
        audit.responseComplete(200, document);
        send(bounds, http.response(), 200, type, ResourceStore.JSON.writeValueAsBytes(document));
    }

    /** Sends an object, as a table if the client wants that. */
    void respondWithObject(int code, ObjectNode object) {
        String version = object.at("/metadata/resourceVersion").asString("");
        respondWithObjects(code, object, List.of(object), version);
    }

    /** Sends a document with objects, as a table of these if the client wants that. */
    void respondWithObjects(int code, ObjectNode document, List<ObjectNode> objects, String version) {
        audit.responseComplete(code, document);
        boolean table = TableView.isWanted(acceptHeader());
        send(bounds, http.response(), code, table ? TableView.of(resource(), objects, version) : document);
    }

    /** Sends what a program wrote. */
    void respondWithText(byte[] text) {
        audit.responseComplete(200, null);
        send(bounds, http.response(), 200, "text/plain", text);
    }

    void fail(ApiStatus status) {
        respond(status.code(), status.toJson());
    }

    /** Sends a document. One for which there is no room, because clients do not read theirs, ends the connection. */
    static void send(ClusterBounds bounds, HttpServerResponse response, int code, JsonNode document) {
        if (!response.ended() && !response.closed()) {
            send(bounds, response, code, "application/json", ResourceStore.JSON.writeValueAsBytes(document));
        }
    }

    private static void send(ClusterBounds bounds, HttpServerResponse response, int code, String type, byte[] bytes) {
        if (!response.ended() && !response.closed()) {
            if (!bounds.takes(bytes.length)) {
                response.reset();
                return;
            }
            response.setStatusCode(code)
                    .putHeader("Content-Type", type)
                    .end(Buffer.buffer(bytes))
                    .onComplete(sent -> bounds.gives(bytes.length))
                    .onFailure(gone -> response.reset());
        }
    }
}
