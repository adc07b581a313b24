// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import io.kguard.workload.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of the cluster. fabric8's CRUD dispatcher keeps them; it is called in this process instead of over HTTP.
 * The store adds what the dispatcher lacks: watchers that receive every change in order, preconditions, and the API
 * server's status codes and messages.
 */
final class ResourceStore {
    public static final ObjectMapper JSON = JsonMapper.builder().build();

    /** How many changes a late watch can catch up with, and how large they may be together. */
    private static final int MAX_HISTORY = 10_000;

    private static final long MAX_HISTORY_BYTES = 32L << 20;

    /** What only a deletion sets. */
    private static final List<String> DELETION_MARKS = List.of("deletionTimestamp", "deletionGracePeriodSeconds");

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    /** Roles and bindings may have any name that is valid in a path. The dispatcher accepts these. */
    private static final Pattern PATH_SEGMENT = Pattern.compile("(?!\\.{1,2}$)[-A-Za-z0-9_.:@]+");

    private final StoreDispatcher dispatcher = new StoreDispatcher();
    private final ClusterBounds bounds;
    /** The size of each object, by its path. */
    private final Map<String, Integer> sizes = new HashMap<>();

    private final List<Consumer<Change>> watchers = new CopyOnWriteArrayList<>();
    private final Deque<Remembered> history = new ArrayDeque<>();
    private long objectBytes;
    private long historyBytes;
    private long forgotten;
    private volatile long lastVersion;

    /** A change that a late watch may ask for, and its size. */
    private record Remembered(Change change, int bytes) {}

    public ResourceStore() {
        this(new ClusterBounds());
    }

    public ResourceStore(ClusterBounds bounds) {
        this.bounds = bounds;
    }

    /** What the simulation may ask for, of its objects and otherwise. */
    public ClusterBounds bounds() {
        return bounds;
    }

    /** Adds a watcher. It is called under the store's lock, in the order of changes, and must not block. */
    public synchronized void watch(Consumer<Change> watcher) {
        watchers.add(watcher);
    }

    /** Adds a watcher and passes it the current objects first. No change is missed or passed twice. */
    public synchronized void listAndWatch(ApiResource resource, String namespace, Consumer<Change> watcher) {
        for (ObjectNode object : list(resource, namespace)) {
            watcher.accept(new Change(Change.Type.ADDED, resource, object));
        }
        watchers.add(watcher);
    }

    /**
     * Adds a watcher and passes it the changes since a version first. If a change between a client's list and its watch
     * were lost, the client would wait for ever.
     *
     * @throws ApiStatus 410 if changes since then are no longer known
     */
    public synchronized void watchSince(long version, Consumer<Change> watcher) {
        if (version < forgotten) {
            throw new ApiStatus(410, "too old resource version: " + version + " (" + (forgotten + 1) + ")");
        }
        for (Remembered remembered : history) {
            if (remembered.change.version() > version) {
                watcher.accept(remembered.change);
            }
        }
        watchers.add(watcher);
    }

    /** Removes a watcher. Returns whether it was there. */
    public synchronized boolean unwatch(Consumer<Change> watcher) {
        return watchers.remove(watcher);
    }

    public synchronized ObjectNode create(ApiResource resource, String namespace, ObjectNode object) {
        ObjectNode metadata = ApiObject.part(object, "metadata");
        if (resource.namespaced()) {
            metadata.put("namespace", namespace);
        }
        DELETION_MARKS.forEach(metadata::remove);
        generateName(object);
        String name = metadata.path("name").asString("");
        if (name.isEmpty()) {
            throw ApiStatus.invalid(resource, "", "metadata.name: Required value: name or generateName is required");
        }
        Pattern allowed = resource.group().equals("rbac.authorization.k8s.io") ? PATH_SEGMENT : SUBDOMAIN;
        if (name.length() > 253 || !allowed.matcher(name).matches()) {
            throw ApiStatus.invalid(
                    resource, name, "metadata.name: Invalid value: \"" + name + "\": it must match " + allowed);
        }
        if (find(resource, namespace, name) != null) {
            throw ApiStatus.alreadyExists(resource, name);
        }
        account(resource.path(namespace) + "/" + name, object);
        send(HttpMethod.POST, resource.path(namespace), object);
        // the dispatcher returns the object as it was before it got its uid
        ObjectNode created = get(resource, namespace, name);
        tell(Change.Type.ADDED, resource, created);
        return created;
    }

    /** Names an object that has only the beginning of a name. */
    public static void generateName(ObjectNode object) {
        ObjectNode metadata = ApiObject.part(object, "metadata");
        if (metadata.path("name").asString("").isEmpty() && metadata.has("generateName")) {
            String random = UUID.randomUUID().toString().substring(0, 5);
            metadata.put("name", metadata.path("generateName").asString("") + random);
        }
    }

    synchronized @Nullable public ObjectNode find(ApiResource resource, String namespace, String name) {
        MockResponse response = dispatch(HttpMethod.GET, resource.path(namespace) + "/" + name, null);
        return response.code() == 200 ? read(response) : null;
    }

    /** The object with its uid that a reference in an object of a namespace is to; null if there is none. */
    @Nullable
    ObjectNode referred(JsonNode reference, String namespace) {
        ApiResource resource = ApiResources.ofKind(
                reference.path("apiVersion").asString(""),
                reference.path("kind").asString(""));
        String name = reference.path("name").asString("");
        ObjectNode found = resource == null ? null : find(resource, resource.namespaced() ? namespace : "", name);
        return found != null
                        && ApiObject.uid(found).equals(reference.path("uid").asString(""))
                ? found
                : null;
    }

    public ObjectNode get(ApiResource resource, String namespace, String name) {
        ObjectNode object = find(resource, namespace, name);
        if (object == null) {
            throw ApiStatus.notFound(resource, name);
        }
        return object;
    }

    /** The objects of a namespace, or of all namespaces if it is empty, in the order of their keys, as etcd has them. */
    public synchronized List<ObjectNode> list(ApiResource resource, String namespace) {
        List<ObjectNode> objects = new ArrayList<>();
        send(HttpMethod.GET, resource.path(namespace), null)
                .path("items")
                .forEach(item -> objects.add((ObjectNode) item));
        objects.sort(Comparator.comparing(ResourceStore::key));
        return objects;
    }

    /** The objects of the namespace of their controller. */
    List<ObjectNode> controlled(ApiResource resource, ObjectNode controller) {
        String uid = ApiObject.uid(controller);
        return list(resource, ApiObject.namespace(controller)).stream()
                .filter(object ->
                        ApiObject.controller(object).path("uid").asString("").equals(uid))
                .toList();
    }

    private static String key(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        return metadata.path("namespace").asString("") + "/"
                + metadata.path("name").asString("");
    }

    /**
     * The objects at one moment.
     *
     * @param version the version of the last change; a watch from there misses nothing
     * @param objects the objects
     */
    public record Snapshot(String version, List<ObjectNode> objects) {}

    /** The objects of a namespace, or of all namespaces if it is empty, with the version from which to watch. */
    public synchronized Snapshot snapshot(ApiResource resource, String namespace) {
        return new Snapshot(resourceVersion(), list(resource, namespace));
    }

    /**
     * Replaces an object.
     *
     * @throws ApiStatus 409 if the new object names another resource version than the stored one
     */
    public synchronized ObjectNode update(ApiResource resource, String namespace, String name, ObjectNode object) {
        ObjectNode stored = get(resource, namespace, name);
        ObjectNode metadata = ApiObject.part(object, "metadata");
        metadata.remove(DELETION_MARKS);
        ApiObject.copy(stored.path("metadata"), metadata, DELETION_MARKS.toArray(String[]::new));
        return changed(resource, replace(resource, namespace, stored, object));
    }

    /** Replaces an object by one that may have the mark of its deletion, if it has finalizers. */
    public synchronized ObjectNode mark(ApiResource resource, String namespace, String name, ObjectNode marked) {
        return changed(resource, replace(resource, namespace, get(resource, namespace, name), marked));
    }

    /** Deletes an object with finalizers, of which this version has none. The dispatcher would keep what has some. */
    public synchronized ObjectNode release(ApiResource resource, String namespace, String name, ObjectNode object) {
        DELETION_MARKS.forEach(ApiObject.part(object, "metadata")::remove);
        replace(resource, namespace, get(resource, namespace, name), object);
        return delete(resource, namespace, name);
    }

    private ObjectNode changed(ApiResource resource, ObjectNode updated) {
        tell(Change.Type.MODIFIED, resource, updated);
        return updated;
    }

    private ObjectNode replace(ApiResource resource, String namespace, ObjectNode stored, ObjectNode object) {
        String name = ApiObject.name(stored);
        ObjectNode metadata = ApiObject.part(object, "metadata");
        String version = metadata.path("resourceVersion").asString("");
        String storedVersion = stored.at("/metadata/resourceVersion").asString("");
        if (!version.isEmpty() && !version.equals(storedVersion)) {
            throw ApiStatus.conflict(resource, name);
        }
        ApiObject.copy(stored.path("metadata"), metadata, "uid", "creationTimestamp", "name", "namespace");
        account(resource.path(namespace) + "/" + name, object);
        return send(HttpMethod.PUT, resource.path(namespace) + "/" + name, object);
    }

    /** Replaces only the status of an object. */
    public synchronized ObjectNode updateStatus(ApiResource resource, String namespace, String name, JsonNode status) {
        ObjectNode object = get(resource, namespace, name).deepCopy();
        object.set("status", status);
        ApiObject.part(object, "metadata").remove("resourceVersion");
        return update(resource, namespace, name, object);
    }

    public synchronized ObjectNode delete(ApiResource resource, String namespace, String name) {
        ObjectNode object = get(resource, namespace, name);
        dispatch(HttpMethod.DELETE, resource.path(namespace) + "/" + name, null);
        Integer freed = sizes.remove(resource.path(namespace) + "/" + name);
        objectBytes -= freed == null ? 0 : freed;
        ObjectNode deleted = object.deepCopy();
        ApiObject.part(deleted, "metadata").put("resourceVersion", Long.toString(dispatcher.requestResourceVersion()));
        tell(Change.Type.DELETED, resource, deleted);
        return deleted;
    }

    /**
     * Announces to the watchers that an object is being deleted. The deletion mark is not stored, because the
     * dispatcher removes marked objects at once.
     */
    public synchronized void announceDeletion(ApiResource resource, ObjectNode marked) {
        ApiObject.part(marked, "metadata").put("resourceVersion", Long.toString(dispatcher.requestResourceVersion()));
        tell(Change.Type.MODIFIED, resource, marked);
    }

    /** The version of the last change. */
    public String resourceVersion() {
        return Long.toString(lastVersion);
    }

    private void tell(Change.Type type, ApiResource resource, ObjectNode object) {
        Change change = new Change(type, resource, object);
        lastVersion = change.version();
        int bytes = size(object);
        history.addLast(new Remembered(change, bytes));
        historyBytes += bytes;
        while (history.size() > MAX_HISTORY || historyBytes > MAX_HISTORY_BYTES && history.size() > 1) {
            Remembered oldest = history.removeFirst();
            historyBytes -= oldest.bytes;
            forgotten = oldest.change.version();
        }
        watchers.forEach(watcher -> watcher.accept(change));
    }

    /** Counts an object before it is kept. */
    private void account(String path, ObjectNode object) {
        int size = size(object);
        Integer before = sizes.get(path);
        long bytes = objectBytes + size - (before == null ? 0 : before);
        bounds.objects(sizes.size() + (before == null ? 1 : 0), bytes);
        objectBytes = bytes;
        sizes.put(path, size);
    }

    private static int size(ObjectNode object) {
        return JSON.writeValueAsBytes(object).length;
    }

    private ObjectNode send(HttpMethod method, String path, @Nullable ObjectNode body) {
        MockResponse response = dispatch(method, path, body);
        ObjectNode answer = read(response);
        if (response.code() >= 400) {
            throw new ApiStatus(
                    response.code(),
                    answer.path("reason").asString("Invalid"),
                    answer.path("message").asString("the object was refused"),
                    null);
        }
        return answer;
    }

    private MockResponse dispatch(HttpMethod method, String path, @Nullable ObjectNode body) {
        Buffer bytes =
                body == null ? null : new Buffer(JSON.writeValueAsString(body).getBytes(UTF_8));
        Headers headers =
                Headers.builder().add("Content-Type", "application/json").build();
        return dispatcher.dispatch(new RecordedRequest("HTTP/1.1", method, path, headers, bytes));
    }

    private static ObjectNode read(MockResponse response) {
        try {
            JsonNode node = response.getBody() == null
                    ? JSON.createObjectNode()
                    : JSON.readTree(response.getBody().getBytes());
            return node instanceof ObjectNode object ? object : JSON.createObjectNode();
        } catch (JacksonException e) {
            throw new ApiStatus(500, "the store answered with something else than JSON: " + e.getMessage());
        }
    }

    /**
     * fabric8's dispatcher, with uids that are unique on the machine. Its own uids count the objects of a JVM. Cgroups of
     * pods have their uid as name, so two JVMs killed each other's containers.
     */
    private static final class StoreDispatcher extends KubernetesCrudDispatcher {
        @Override
        public void processEvent(
                String path,
                AttributeSet pathAttributes,
                @Nullable AttributeSet oldAttributes,
                @Nullable GenericKubernetesResource resource,
                @Nullable String newState) {
            if (oldAttributes != null || resource == null) {
                super.processEvent(path, pathAttributes, oldAttributes, resource, newState);
                return;
            }
            resource.getMetadata().setUid(UUID.randomUUID().toString());
            super.processEvent(path, pathAttributes, null, resource, Json.KUBERNETES.asJson(resource));
        }
    }
}
