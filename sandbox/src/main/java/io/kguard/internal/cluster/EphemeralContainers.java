// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.SandboxException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts the containers that {@code kubectl debug} adds to running pods. They are never restarted. */
final class EphemeralContainers {
    private final Executor workers;
    private final Map<String, CompletableFuture<String>> begun = new ConcurrentHashMap<>();

    EphemeralContainers(Executor workers) {
        this.workers = workers;
    }

    /** Starts the new ephemeral containers of a pod, and does not wait for them. */
    void start(ObjectNode pod, PodSandbox sandbox, PodStatusWriter status) {
        for (JsonNode item : pod.at("/spec/ephemeralContainers")) {
            String name = item.path("name").asString("");
            CompletableFuture<String> running = new CompletableFuture<>();
            if (begun.putIfAbsent(sandbox.id() + "/" + name, running) == null) {
                ObjectNode spec = (ObjectNode) item.deepCopy();
                workers.execute(() -> start(name, spec, sandbox, status, running));
            }
        }
    }

    /** One future per started container. It completes when the container runs or has failed to start. */
    Collection<CompletableFuture<String>> begun() {
        return begun.values();
    }

    private void start(
            String name,
            ObjectNode spec,
            PodSandbox sandbox,
            PodStatusWriter status,
            CompletableFuture<String> running) {
        JsonNode target = spec.remove("targetContainerName");
        try {
            Container manifest = ApiObject.typed(spec, Container.class);
            PodContainer container = sandbox.addEphemeral(manifest, target == null ? "" : target.asString(""));
            status.runningEphemeral(sandbox, name);
            running.complete(name);
            status.ended(sandbox, container, Kubelet.exitStatus(container));
        } catch (SandboxException e) {
            status.failedEphemeral(name, String.valueOf(e.getMessage()));
        } finally {
            running.complete(name);
        }
    }
}
