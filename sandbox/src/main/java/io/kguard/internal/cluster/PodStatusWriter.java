// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Updates a pod's status when its containers start and end. */
final class PodStatusWriter {
    /** A simulation is short, so a container that keeps ending is not restarted for ever. */
    private static final int MAX_RESTARTS = 5;

    private static final ApiResource PODS = ApiResources.core("pods");

    private final ResourceStore store;
    private final String namespace;
    private final String name;
    private final String uid;
    private final Map<String, AtomicInteger> restarts = new ConcurrentHashMap<>();
    private final Set<String> ephemeral = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> exitStatuses = new ConcurrentHashMap<>();

    public PodStatusWriter(ResourceStore store, String namespace, String name, String uid) {
        this.store = store;
        this.namespace = namespace;
        this.name = name;
        this.uid = uid;
    }

    /** Counts a restart. Returns false if there were too many. */
    public boolean mayRestart(String container) {
        return restarts.computeIfAbsent(container, any -> new AtomicInteger()).incrementAndGet() <= MAX_RESTARTS;
    }

    public void running(PodSandbox sandbox) {
        sandbox.containers().stream()
                .filter(container -> !container.exit().isDone())
                .forEach(container -> exitStatuses.remove(container.name()));
        write(status -> describe(status, sandbox));
    }

    /** Records that an ephemeral container runs. */
    public void runningEphemeral(PodSandbox sandbox, String container) {
        ephemeral.add(container);
        running(sandbox);
    }

    /** Records that an ephemeral container did not start. */
    public void failedEphemeral(String container, String message) {
        write(status -> {
            waits(ApiObject.list(status, "ephemeralContainerStatuses"), container, "RunContainerError", message);
        });
    }

    private static void waits(ArrayNode statuses, String container, String reason, String message) {
        statuses.addObject()
                .put("name", container)
                .put("ready", false)
                .put("restartCount", 0)
                .putObject("state")
                .putObject("waiting")
                .put("reason", reason)
                .put("message", message);
    }

    public void ended(PodSandbox sandbox, PodContainer container, int exitStatus) {
        exitStatuses.put(container.name(), exitStatus);
        write(status -> describe(status, sandbox));
    }

    public void failed(SandboxException failure) {
        String message = failure.getMessage() == null ? "the pod did not start" : failure.getMessage();
        String reason = failure.reason() == SandboxException.Reason.IMAGE ? "ErrImagePull" : "RunContainerError";
        write(status -> {
            status.put("phase", "Pending").put("message", message);
            waits(status.putArray("containerStatuses"), "", reason, message);
            conditions(status, false, false);
        });
    }

    private void describe(ObjectNode status, PodSandbox sandbox) {
        boolean allEnded = true;
        boolean anyFailed = false;
        boolean ready = true;
        ArrayNode statuses = status.putArray("containerStatuses");
        ArrayNode ephemeralStatuses = ResourceStore.JSON.createArrayNode();
        for (PodContainer container : sandbox.containers()) {
            Integer exitStatus = exitStatuses.get(container.name());
            if (exitStatus == null && container.exit().isDone()) {
                continue; // an init container that has finished
            }
            boolean added = ephemeral.contains(container.name());
            allEnded &= added || exitStatus != null;
            ready &= added || exitStatus != null || container.isReady();
            anyFailed |= !added && exitStatus != null && exitStatus != 0;
            ObjectNode entry = (added ? ephemeralStatuses : statuses)
                    .addObject()
                    .put("name", container.name())
                    .put("ready", exitStatus == null && container.isReady())
                    .put("started", exitStatus == null && container.isStartedUp())
                    .put(
                            "restartCount",
                            restarts.getOrDefault(container.name(), new AtomicInteger())
                                    .get())
                    .put("containerID", "containerd://" + container.metadata().id())
                    .put("image", container.metadata().image().toString())
                    .put("imageID", container.metadata().imageId());
            ObjectNode state = entry.putObject("state");
            if (exitStatus == null) {
                state.putObject("running").put("startedAt", ApiObject.time(Instant.now()));
            } else {
                state.putObject("terminated")
                        .put("exitCode", exitStatus)
                        .put("reason", container.outOfMemory() ? "OOMKilled" : exitStatus == 0 ? "Completed" : "Error")
                        .put("finishedAt", ApiObject.time(Instant.now()));
            }
        }
        if (!ephemeralStatuses.isEmpty()) {
            status.set("ephemeralContainerStatuses", ephemeralStatuses);
        }
        status.remove("message");
        status.put("phase", !allEnded ? "Running" : anyFailed ? "Failed" : "Succeeded")
                .put("podIP", sandbox.ip())
                .put("hostIP", "192.168.49.2")
                .put("startTime", ApiObject.time(Instant.now()));
        status.putArray("podIPs").addObject().put("ip", sandbox.ip());
        conditions(status, !allEnded, !allEnded && ready);
    }

    private static void conditions(ObjectNode status, boolean initialized, boolean ready) {
        ArrayNode conditions = status.putArray("conditions");
        condition(conditions, "Initialized", initialized);
        condition(conditions, "ContainersReady", ready);
        condition(conditions, "PodScheduled", true);
        condition(conditions, "Ready", ready);
    }

    private static void condition(ArrayNode conditions, String type, boolean holds) {
        conditions
                .addObject()
                .put("type", type)
                .put("status", holds ? "True" : "False")
                .put("lastTransitionTime", ApiObject.time(Instant.now()));
    }

    /** One change after the other: the last one that is written must be the last one that looked. */
    private synchronized void write(Consumer<ObjectNode> change) {
        ObjectNode pod = store.find(PODS, namespace, name);
        if (pod != null && ApiObject.uid(pod).equals(uid)) {
            ObjectNode status = pod.path("status") instanceof ObjectNode known
                    ? known.deepCopy()
                    : ResourceStore.JSON.createObjectNode();
            change.accept(status);
            store.updateStatus(PODS, namespace, name, status);
        }
    }
}
