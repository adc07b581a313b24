// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodContainer.ContainerLog;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.PodSetup.PodObjects;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sensor.Pace;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import io.kguard.workload.Peer;
import io.kguard.workload.PodRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The agents of all nodes. It creates the containers of the pods in the store, updates their status, restarts them by their
 * restart policy, and removes the containers of deleted pods.
 */
final class Kubelet implements AutoCloseable {
    /** Added to the sandbox's own time limit. */
    private static final Duration START_GRACE = Duration.ofSeconds(10);

    /** More than the longest grace period of a pod. */
    private static final Duration END_LIMIT = Duration.ofSeconds(90);

    private final ResourceStore store;
    private final Sandbox sandbox;
    private final PodListener listener;
    private final ExecutorService workers;
    private final PodObjects objects;
    private final PodSetup setup;
    private final Supplier<Peer> apiServer;
    private final ApiResource pods = ApiResources.core("pods");
    private final NetworkPolicies policies;
    private final Map<String, PodSandbox> running = new ConcurrentHashMap<>();
    private final Map<String, List<Peer>> fencedAtStart = new ConcurrentHashMap<>();
    private final Queue<PodSandbox> ever = new ConcurrentLinkedQueue<>();
    private final Map<String, CompletableFuture<PodSandbox>> starts = new ConcurrentHashMap<>();
    private final Queue<CompletableFuture<Void>> ends = new ConcurrentLinkedQueue<>();
    private final Map<String, ContainerLog> previousLogs = new ConcurrentHashMap<>();
    private final Map<String, PodStatusWriter> statuses = new ConcurrentHashMap<>();
    private final EphemeralContainers ephemerals;
    private final Set<String> leaving = ConcurrentHashMap.newKeySet();
    private final Queue<String> leftovers = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * The kubelets of a cluster.
     *
     * @param apiServer the API server, as pods reach it
     */
    public Kubelet(
            ResourceStore store,
            Sandbox sandbox,
            PodListener listener,
            PodSetup setup,
            Credentials credentials,
            Supplier<Peer> apiServer,
            ExecutorService workers) {
        this.store = store;
        this.policies = new NetworkPolicies(store);
        this.sandbox = sandbox;
        this.listener = listener;
        this.workers = workers;
        this.ephemerals = new EphemeralContainers(workers);
        this.setup = setup;
        this.apiServer = apiServer;
        this.objects = new StoreObjects(store, credentials);
        store.watch(this::observe);
    }

    private void observe(Change change) {
        if (closed || !change.resource().equals(pods)) {
            return;
        }
        boolean over = change.type() == Change.Type.DELETED || ApiObject.isDeleted(change.object());
        boolean here =
                Admission.isSimulated(change.object().at("/spec/nodeName").asString(""));
        if (!over) {
            CompletableFuture<PodSandbox> start = new CompletableFuture<>();
            if (here && starts.putIfAbsent(change.uid(), start) == null) {
                workers.execute(() -> start(change, start));
            } else {
                addEphemerals(change.object());
            }
        } else {
            CompletableFuture<Void> end = new CompletableFuture<>();
            ends.add(end);
            workers.execute(() -> {
                try {
                    stop(change);
                } finally {
                    end.complete(null);
                }
            });
        }
    }

    private void addEphemerals(ObjectNode pod) {
        String uid = ApiObject.uid(pod);
        PodSandbox sandboxOfPod = running.get(uid);
        PodStatusWriter status = statuses.get(uid);
        if (sandboxOfPod != null && status != null) {
            ephemerals.start(pod, sandboxOfPod, status);
        }
    }

    private void start(Change change, CompletableFuture<PodSandbox> start) {
        String namespace = change.namespace();
        String name = change.name();
        String uid = change.uid();
        PodStatusWriter status = new PodStatusWriter(store, namespace, name, uid);
        try {
            Pod pod = ApiObject.typed(change.object(), Pod.class);
            addServiceEnvironment(pod);
            String node = change.object().at("/spec/nodeName").asString("");
            PodSetup podSetup = setup.withNode(setup.node() + " " + node)
                    .withObjects(objects)
                    .withPeer(apiServer.get());
            List<Peer> fenced = policies.forbidden(change.object(), podSetup.peers());
            fencedAtStart.put(uid, fenced);
            PodSandbox started = sandbox.start(pod, podSetup.withFenced(fenced), listener);
            ever.add(started);
            running.put(uid, started);
            if (closed || leaving.contains(uid) || !exists(namespace, name, uid)) {
                running.remove(uid);
                remove(started, namespace, name);
                start.completeExceptionally(new ClusterException("the pod " + name + " was deleted as it started"));
                return;
            }
            statuses.put(uid, status);
            started.onReadiness(() -> tellReadiness(started, status));
            status.running(started);
            start.complete(started);
            addEphemerals(store.get(pods, namespace, name));
            started.containers().stream()
                    .filter(container -> !runsToItsEnd(pod, container))
                    .forEach(container -> workers.execute(() -> supervise(pod, started, container, status)));
        } catch (RuntimeException e) {
            SandboxException failure = e instanceof SandboxException known
                    ? known
                    : new SandboxException(
                            SandboxException.Reason.INTERNAL, "the pod could not be started: " + e.getMessage(), e);
            status.failed(failure);
            start.completeExceptionally(failure);
        }
    }

    /**
     * Waits until a pod's containers run.
     *
     * @throws ClusterException if there is no such pod, or it did not start
     */
    public PodSandbox awaitRunning(String namespace, String pod) {
        ObjectNode object = store.find(pods, namespace, pod);
        CompletableFuture<PodSandbox> start = object == null ? null : starts.get(ApiObject.uid(object));
        if (object == null) {
            throw new ClusterException("there is no pod " + pod + " in the namespace " + namespace);
        }
        if (start == null) {
            throw new ClusterException("the pod " + pod + " in the namespace " + namespace + " has no node to run on: "
                    + object.at("/status/conditions/0/message")
                            .asString("its spec.nodeName names no node of the cluster"));
        }
        try {
            return await(start, patience(), "the pod " + pod + " does not start");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ClusterException(String.valueOf(cause.getMessage()), cause);
        }
    }

    private Duration patience() {
        return setup.limits().startTimeout().plus(START_GRACE);
    }

    private static <T> T await(CompletableFuture<T> start, Duration patience, String late) throws ExecutionException {
        try {
            return Pace.get(start, patience);
        } catch (TimeoutException e) {
            throw new ClusterException(late, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("the wait for a pod was interrupted", e);
        }
    }

    /**
     * Waits until each starting pod and ephemeral container runs or has failed to start.
     *
     * @throws ClusterException if one takes too long
     */
    public void awaitStarts() {
        List.copyOf(starts.values()).forEach(this::awaitStart);
        // a pod that runs by now may have some that were waiting for it
        ephemerals.begun().forEach(this::awaitStart);
    }

    /**
     * Waits until the pods that are being deleted have ended.
     *
     * @throws ClusterException if one takes too long
     */
    public void awaitEnds() {
        for (CompletableFuture<Void> end : ends) {
            try {
                await(end, END_LIMIT, "a pod that is being deleted does not end");
            } catch (ExecutionException | CancellationException e) {
                throw new ClusterException("a pod could not be ended: " + e.getMessage(), e);
            }
        }
        ends.removeIf(CompletableFuture::isDone);
    }

    private void awaitStart(CompletableFuture<?> start) {
        try {
            await(start, patience(), "a pod that a step created does not start");
        } catch (ExecutionException | CancellationException e) {
            // the pod's status says why it did not start
        }
    }

    /** A pod that runs, by its uid; null if it does not. */
    @Nullable
    PodSandbox running(String uid) {
        return running.get(uid);
    }

    /** The peers that a pod was cut off from when it started. */
    List<Peer> fencedAtStart(String uid) {
        return fencedAtStart.getOrDefault(uid, List.of());
    }

    /** The pods that have run so far, including deleted ones. */
    public List<PodSandbox> pods() {
        return List.copyOf(ever);
    }

    /** Waits until a pod and its containers are gone. Returns false if they stay. */
    public boolean awaitGone(Pod pod, Duration timeout) {
        String uid = pod.getMetadata().getUid();
        CountDownLatch gone = new CountDownLatch(1);
        Consumer<Change> watcher = change -> {
            if (change.resource().equals(pods)
                    && change.type() == Change.Type.DELETED
                    && change.uid().equals(uid)) {
                gone.countDown();
            }
        };
        store.watch(watcher);
        try {
            return !exists(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), uid)
                    || Pace.await(timeout, time -> gone.await(time.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            store.unwatch(watcher);
        }
    }

    /** Waits for a container's end, and restarts it if the pod's restart policy says so. */
    private void supervise(Pod pod, PodSandbox started, PodContainer container, PodStatusWriter status) {
        int exitStatus = exitStatus(container);
        if (closed || !running.containsValue(started)) {
            return;
        }
        status.ended(started, container, exitStatus);
        String policy = restartPolicy(pod, container);
        boolean again = "Always".equals(policy) || "OnFailure".equals(policy) && exitStatus != 0;
        if (again && status.mayRestart(container.name())) {
            restart(pod, started, container, status);
        }
    }

    /** Waits for a container's end. */
    static int exitStatus(PodContainer container) {
        try {
            return container.exit().join();
        } catch (CompletionException | CancellationException e) {
            return 255; // its shim died too, so its exit status is unknown
        }
    }

    /** Whether it is an init container, and no sidecar. */
    private static boolean runsToItsEnd(Pod pod, PodContainer container) {
        return pod.getSpec().getInitContainers().stream()
                .anyMatch(spec -> spec.getName().equals(container.name()) && !PodRules.isSidecar(spec));
    }

    /** A sidecar is always restarted, other containers as the pod says. */
    private static String restartPolicy(Pod pod, PodContainer container) {
        return pod.getSpec().getInitContainers().stream()
                .filter(spec -> spec.getName().equals(container.name()))
                .findFirst()
                .map(Container::getRestartPolicy)
                .orElse(pod.getSpec().getRestartPolicy());
    }

    private void tellReadiness(PodSandbox started, PodStatusWriter status) {
        if (!closed && running.containsValue(started)) {
            status.running(started);
        }
    }

    private void restart(Pod pod, PodSandbox started, PodContainer container, PodStatusWriter status) {
        try {
            previousLogs.put(container.metadata().podUid() + "/" + container.name(), container.log());
            PodContainer next = started.restart(container.name());
            status.running(started);
            workers.execute(() -> supervise(pod, started, next, status));
        } catch (SandboxException e) {
            if (running.containsValue(started)) {
                status.failed(e);
            }
        }
    }

    /** Removes a pod's containers, then the pod. */
    private void stop(Change change) {
        String uid = change.uid();
        if (change.type() != Change.Type.DELETED && !leaving.add(uid)) {
            return;
        }
        PodSandbox sandboxOfPod = running.remove(uid);
        statuses.remove(uid);
        if (sandboxOfPod != null) {
            sandboxOfPod.terminate();
            remove(sandboxOfPod, change.namespace(), change.name());
        }
        if (change.type() != Change.Type.DELETED && exists(change.namespace(), change.name(), uid)) {
            store.delete(pods, change.namespace(), change.name());
        }
    }

    /** Removes containers. What can't be removed is reported when the kubelet is closed. */
    private void remove(PodSandbox sandboxOfPod, String namespace, String name) {
        try {
            sandboxOfPod.close();
        } catch (SandboxException e) {
            leftovers.add("the pod " + namespace + "/" + name + " could not be removed: " + e.getMessage());
        }
    }

    private boolean exists(String namespace, String name, String uid) {
        ObjectNode stored = store.find(pods, namespace, name);
        return stored != null && ApiObject.uid(stored).equals(uid);
    }

    private void addServiceEnvironment(Pod pod) {
        String address = apiServer.get().address();
        List<EnvVar> service = List.of(
                new EnvVar("KUBERNETES_SERVICE_HOST", address, null),
                new EnvVar("KUBERNETES_SERVICE_PORT", "443", null),
                new EnvVar("KUBERNETES_PORT", "tcp://" + address + ":443", null));
        pod.getSpec().getContainers().forEach(container -> container.getEnv().addAll(0, service));
        pod.getSpec()
                .getInitContainers()
                .forEach(container -> container.getEnv().addAll(0, service));
    }

    /**
     * A running container.
     *
     * @param container its name; empty for the pod's first
     * @throws ApiStatus if the pod does not run or has no such container
     */
    PodContainer container(String namespace, String pod, String container) {
        ObjectNode object = store.get(pods, namespace, pod);
        PodSandbox found = running.get(ApiObject.uid(object));
        if (found == null) {
            String reason = object.at("/status/message").asString("");
            throw ApiStatus.badRequest("pod " + pod + " does not have a running container"
                    + (reason.isEmpty()
                            ? ": it is " + object.at("/status/phase").asString("Pending")
                            : ": " + reason));
        }
        try {
            return found.container(container);
        } catch (SandboxException e) {
            throw ApiStatus.badRequest("container " + container + " is not valid for pod " + pod);
        }
    }

    /**
     * The log of a container before its restart.
     *
     * @param container its name; empty for the pod's first
     * @throws ApiStatus if the pod has no such container, or it was started only once
     */
    ContainerLog previousLog(String namespace, String pod, String container) {
        PodContainer now = container(namespace, pod, container);
        ContainerLog log = previousLogs.get(now.metadata().podUid() + "/" + now.name());
        if (log == null) {
            throw ApiStatus.badRequest(
                    "previous terminated container \"" + now.name() + "\" in pod \"" + pod + "\" not found");
        }
        return log;
    }

    @Override
    public void close() {
        closed = true;
        running.values()
                .forEach(pod -> remove(
                        pod,
                        pod.pod().getMetadata().getNamespace(),
                        pod.pod().getMetadata().getName()));
        running.clear();
        if (!leftovers.isEmpty()) {
            throw new ClusterException(String.join("\n", leftovers));
        }
    }

    /** The objects that the pods' volumes and environments refer to, from the store. */
    private record StoreObjects(ResourceStore store, Credentials credentials) implements PodObjects {
        @Override
        public @Nullable ConfigMap configMap(String namespace, String name) {
            return read("configmaps", namespace, name, ConfigMap.class);
        }

        @Override
        public @Nullable Secret secret(String namespace, String name) {
            return read("secrets", namespace, name, Secret.class);
        }

        @Override
        public @Nullable String serviceAccountToken(
                String namespace, String serviceAccount, String podName, @Nullable String audience, Duration lifetime) {
            ObjectNode account = store.find(ApiResources.core("serviceaccounts"), namespace, serviceAccount);
            return account == null
                    ? null
                    : credentials.tokens().issue(namespace, serviceAccount, ApiObject.uid(account), lifetime);
        }

        @Override
        public String caCertificate() {
            return credentials.authorityPem();
        }

        private <T> @Nullable T read(String plural, String namespace, String name, Class<T> type) {
            ObjectNode object = store.find(ApiResources.core(plural), namespace, name);
            return object == null ? null : ApiObject.typed(object, type);
        }
    }
}
