// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates, reads, changes and deletes objects. */
final class ResourceEndpoint {
    /** As an API server does. */
    private static final int MOST_PATCH_TRIES = 5;

    private final ResourceStore store;
    private final Admission admission;
    private final EscalationCheck escalation;
    private final WatchEndpoint watches;
    private volatile BiConsumer<ApiResource, ObjectNode> onCreated = (resource, object) -> {};

    ResourceEndpoint(
            ResourceStore store, Admission admission, EscalationCheck escalation, ClusterBounds bounds, Vertx vertx) {
        this.store = store;
        this.admission = admission;
        this.escalation = escalation;
        this.watches = new WatchEndpoint(store, bounds, vertx);
    }

    /** Tells somebody of each object that a request creates. */
    void onCreated(BiConsumer<ApiResource, ObjectNode> told) {
        onCreated = told;
    }

    void handle(Exchange exchange) {
        RequestInfo info = exchange.info();
        ApiResource resource = exchange.resource();
        if (!resource.verbs().contains(info.verb())) {
            throw ApiStatus.methodNotAllowed();
        }
        switch (info.verb()) {
            case "get" -> exchange.respondWithObject(200, store.get(resource, info.namespace(), info.name()));
            case "list" -> list(exchange, resource);
            case "watch" -> watches.handle(exchange, resource);
            case "create" -> create(exchange, resource);
            case "update" -> {
                ObjectNode object = exchange.objectBody();
                FieldValidation.of(info).apply(resource, object, exchange.duplicates(), exchange);
                update(exchange, resource, object);
            }
            case "patch" -> patch(exchange, resource);
            case "delete" -> delete(exchange, resource);
            case "deletecollection" -> deleteCollection(exchange, resource);
            default -> throw ApiStatus.noSuchPath();
        }
    }

    private void list(Exchange exchange, ApiResource resource) {
        Selector selector = Selector.of(exchange.info());
        ResourceStore.Snapshot found = store.snapshot(resource, exchange.info().namespace());
        List<ObjectNode> objects =
                found.objects().stream().filter(selector::matches).toList();
        exchange.respondWithObjects(200, list(resource, found.version(), objects), objects, found.version());
    }

    private static ObjectNode list(ApiResource resource, String version, List<ObjectNode> objects) {
        ObjectNode list = ResourceStore.JSON.createObjectNode();
        list.put("kind", resource.kind() + "List").put("apiVersion", resource.groupVersion());
        list.putObject("metadata").put("resourceVersion", version);
        objects.forEach(list.putArray("items")::add);
        return list;
    }

    private void create(Exchange exchange, ApiResource resource) {
        ObjectNode object = exchange.objectBody();
        String kind = object.path("kind").asString(resource.kind());
        if (!kind.equals(resource.kind())) {
            throw ApiStatus.badRequest(
                    "the object is a " + kind + ", but " + exchange.info().path() + " takes a " + resource.kind());
        }
        object.put("kind", resource.kind()).put("apiVersion", resource.groupVersion());
        String namespace = exchange.info().namespace();
        FieldValidation.of(exchange.info()).apply(resource, object, exchange.duplicates(), exchange);
        Warnings.of(resource, object).forEach(exchange::warn);
        escalation.check(exchange.user(), exchange.info(), resource, null, object);
        ObjectNode created;
        synchronized (store) {
            admission.admitRequested(resource, namespace, object, exchange);
            created = isDryRun(exchange) ? object : store.create(resource, namespace, object);
        }
        if (!isDryRun(exchange)) {
            admission.created(resource, created);
            onCreated.accept(resource, created);
        }
        exchange.respondWithObject(201, created);
    }

    private void update(Exchange exchange, ApiResource resource, ObjectNode object) {
        RequestInfo info = exchange.info();
        if (info.subresource().equals("status")) {
            JsonNode status = object.path("status");
            exchange.respondWithObject(200, store.updateStatus(resource, info.namespace(), info.name(), status));
            return;
        }
        ObjectNode stored = store.get(resource, info.namespace(), info.name());
        if (info.subresource().equals("ephemeralcontainers")) {
            ObjectNode grown = admission.admitEphemeral(resource, stored, object, exchange);
            exchange.respondWithObject(
                    200, isDryRun(exchange) ? grown : store.update(resource, info.namespace(), info.name(), grown));
            return;
        }
        requireName(info, object);
        escalation.check(exchange.user(), info, resource, stored, object);
        admission.admitChange(resource, stored, object, exchange);
        exchange.respondWithObject(200, isDryRun(exchange) ? object : admission.change(resource, stored, object));
    }

    static void requireName(RequestInfo info, ObjectNode object) {
        String name = object.at("/metadata/name").asString(info.name());
        if (!name.equals(info.name())) {
            throw ApiStatus.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + info.name() + ")");
        }
    }

    /** A patch that names no version is for whichever there is: applied anew where another change came between. */
    private void patch(Exchange exchange, ApiResource resource) {
        for (int left = MOST_PATCH_TRIES; ; left--) {
            try {
                patchOnce(exchange, resource);
                return;
            } catch (ApiStatus e) {
                if (left == 1 || !e.isConflict() || Patch.namesVersion(exchange.patch())) {
                    throw e;
                }
            }
        }
    }

    private void patchOnce(Exchange exchange, ApiResource resource) {
        RequestInfo info = exchange.info();
        JsonNode patch = exchange.patch();
        String mediaType = exchange.mediaType();
        ObjectNode stored = store.find(resource, info.namespace(), info.name());
        if (stored == null) {
            if (!mediaType.equals(Patch.APPLY_PATCH)) {
                throw ApiStatus.notFound(resource, info.name());
            }
            create(exchange, resource);
            return;
        }
        ObjectNode patched = Patch.apply(stored, mediaType, patch);
        FieldValidation.of(info)
                .applyPatched(
                        resource,
                        patched,
                        patch,
                        mediaType.equals(Patch.STRATEGIC_MERGE_PATCH),
                        exchange.duplicates(),
                        exchange);
        update(exchange, resource, patched);
    }

    private void delete(Exchange exchange, ApiResource resource) {
        RequestInfo info = exchange.info();
        ObjectNode object = store.get(resource, info.namespace(), info.name());
        if (!isDryRun(exchange) && isOrphaning(exchange)) {
            GarbageCollector.orphan(store, object);
        }
        ObjectNode answer = isDryRun(exchange) ? object : admission.delete(resource, object);
        exchange.respondWithObject(200, answer);
    }

    private void deleteCollection(Exchange exchange, ApiResource resource) {
        Selector selector = Selector.of(exchange.info());
        List<ObjectNode> deleted = new ArrayList<>();
        for (ObjectNode object : store.list(resource, exchange.info().namespace())) {
            if (selector.matches(object)) {
                deleted.add(admission.delete(resource, object));
            }
        }
        exchange.respond(200, list(resource, store.resourceVersion(), deleted));
    }

    /** Whether what belongs to a deleted object is to stay. */
    private static boolean isOrphaning(Exchange exchange) {
        JsonNode body = exchange.body();
        String asked = exchange.info().query().get("propagationPolicy");
        return "Orphan".equals(asked)
                || body != null
                        && (body.path("propagationPolicy").asString("").equals("Orphan")
                                || body.path("orphanDependents").asBoolean(false));
    }

    static boolean isDryRun(Exchange exchange) {
        if ("All".equals(exchange.info().query().get("dryRun"))) {
            return true;
        }
        JsonNode body = exchange.body();
        return exchange.info().verb().startsWith("delete")
                && body != null
                && body.path("dryRun")
                        .valueStream()
                        .anyMatch(value -> value.asString("").equals("All"));
    }
}
