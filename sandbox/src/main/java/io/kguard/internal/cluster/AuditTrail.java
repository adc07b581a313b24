// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The audit events of one request.
 *
 * <p>Source: Kubernetes, "Auditing", {@code audit.k8s.io/v1}.
 */
final class AuditTrail {
    /** The stage of a request that has arrived, and nothing was done about it yet. */
    static final String RECEIVED = "RequestReceived";
    /** The first part of a long response was sent. */
    static final String STARTED = "ResponseStarted";
    /** It is over. */
    static final String COMPLETE = "ResponseComplete";

    static final List<String> STAGES = List.of(RECEIVED, STARTED, COMPLETE, "Panic");

    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final AuditLog log;
    private final AuditLog.Entry entry;
    private final Runnable onComplete;
    private final ObjectNode event;
    private boolean complete;

    /**
     * Who sends a request.
     *
     * @param impersonated the user that this user acts as, or null if none
     * @param address the address that the request is from
     * @param agent what the program calls itself; empty if it does not
     */
    record Sender(UserInfo user, @Nullable UserInfo impersonated, String address, String agent) {
        /** The user whose permissions count. */
        UserInfo acting() {
            return impersonated == null ? user : impersonated;
        }
    }

    AuditTrail(
            AuditLog log,
            Runnable onComplete,
            RequestInfo request,
            String uri,
            Sender sender,
            RbacAuthorizer.Decision decision,
            @Nullable JsonNode requestObject) {
        this.log = log;
        this.entry = log.entry(sender.user, request);
        this.onComplete = onComplete;
        event = ResourceStore.JSON.createObjectNode();
        event.put("kind", "Event")
                .put("apiVersion", "audit.k8s.io/v1")
                .put("level", entry.level().title())
                .put("auditID", UUID.randomUUID().toString())
                .put("stage", RECEIVED)
                .put("requestURI", uri)
                .put("verb", request.verb());
        event.set("user", userNode(sender.user));
        if (sender.impersonated != null) {
            event.set("impersonatedUser", userNode(sender.impersonated));
        }
        event.putArray("sourceIPs").add(sender.address);
        event.put("userAgent", sender.agent);
        if (request.resource() != null) {
            event.set("objectRef", objectRef(request, request.resource(), requestObject));
        }
        String now = MICRO_TIME.format(Instant.now());
        event.put("requestReceivedTimestamp", now).put("stageTimestamp", now);
        if (entry.has(RECEIVED)) {
            log.sink().accept(event.toString()); // before anybody has looked at what was sent
        }
        if (requestObject != null && entry.level().includes(AuditLevel.REQUEST)) {
            event.set("requestObject", logged(requestObject).deepCopy()); // as received, before admission completes it
        }
        event.putObject("annotations")
                .put("authorization.k8s.io/decision", decision.allowed() ? "allow" : "forbid")
                .put("authorization.k8s.io/reason", decision.reason());
    }

    private static ObjectNode userNode(UserInfo user) {
        ObjectNode node = ResourceStore.JSON.createObjectNode().put("username", user.username());
        ApiObject.putGiven(node, "uid", user.uid());
        user.groups().forEach(node.putArray("groups")::add);
        return node;
    }

    private static ObjectNode objectRef(RequestInfo request, ApiResource resource, @Nullable JsonNode requestObject) {
        ObjectNode ref = ResourceStore.JSON.createObjectNode().put("resource", resource.plural());
        ApiObject.putGiven(ref, "namespace", request.namespace());
        String name =
                request.name().isEmpty() && requestObject != null ? ApiObject.name(requestObject) : request.name();
        ApiObject.putGiven(ref, "name", name);
        ApiObject.putGiven(ref, "apiGroup", request.group());
        ref.put("apiVersion", request.version());
        ApiObject.putGiven(ref, "subresource", request.subresource());
        return ref;
    }

    /** An object as the log has it. */
    private JsonNode logged(JsonNode object) {
        if (!entry.omitManagedFields()) {
            return object;
        }
        JsonNode copy = object.deepCopy();
        withoutManagedFields(copy);
        copy.path("items").forEach(AuditTrail::withoutManagedFields);
        return copy;
    }

    private static void withoutManagedFields(JsonNode object) {
        if (object.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
    }

    /** Adds an annotation to the events that follow. */
    synchronized void annotate(String key, String value) {
        event.withObject("annotations").put(key, value);
    }

    /** Records that the response to a long-running request starts. */
    void responseStarted(int code) {
        emit(STARTED, code, null);
    }

    /** Records that the request is complete. Only the first call counts. */
    synchronized void responseComplete(int code, @Nullable JsonNode responseObject) {
        if (!complete) {
            complete = true;
            try {
                emit(COMPLETE, code, responseObject);
            } finally {
                onComplete.run();
            }
        }
    }

    private synchronized void emit(String stage, int code, @Nullable JsonNode responseObject) {
        if (!entry.has(stage)) {
            return;
        }
        event.put("stage", stage).put("stageTimestamp", MICRO_TIME.format(Instant.now()));
        ObjectNode status = event.putObject("responseStatus");
        status.putObject("metadata");
        status.put("code", code);
        if (responseObject != null) {
            if (responseObject.path("kind").asString("").equals("Status")) {
                ApiObject.copy(responseObject, status, "status", "message", "reason", "details");
            }
            if (entry.level().includes(AuditLevel.REQUEST_RESPONSE)) {
                event.set("responseObject", logged(responseObject));
            }
        }
        log.sink().accept(event.toString());
    }
}
