// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.vertx5.Vertx5HttpClientFactory;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.workload.Actor;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import io.kguard.workload.Json;
import io.kguard.workload.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.ObjectNode;

/**
 * A simulated Kubernetes cluster: a control plane in this JVM, and pods that are real containers. Stock
 * clients such as {@code kubectl} work with it.
 *
 * <p>Thread-safe. It listens on loopback only. Pods reach it at {@code KUBERNETES_SERVICE_HOST} over their isolated
 * network.
 */
public final class Cluster implements AutoCloseable {
    /** The address of the service {@code kubernetes}, at which pods reach the API server. */
    public static final String SERVICE_ADDRESS = "10.96.0.1";

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);
    private static final AtomicLong CLUSTERS = new AtomicLong();
    private static final String[] NAMESPACES = {"default", "kube-system", "kube-public"};

    /**
     * In a cold JVM on a loaded machine the first handshake takes many seconds. The network is local and never the
     * cause.
     */
    private static final int CLIENT_TIMEOUT_MILLIS = 60_000;

    /** The client repeats what is refused for now, such as an eviction, ten times, and doubles the pause. */
    private static final int CLIENT_RETRY_MILLIS = 1;

    private final ClusterThreads threads;
    private final Credentials credentials;
    private final ClusterBounds bounds = new ClusterBounds();
    private final ResourceStore store = new ResourceStore(bounds);
    private final OwnerUids owners = new OwnerUids(store);
    private final Admission admission;
    private final ApiServer apiServer;
    private final ControllerTasks tasks;
    private final LeavingPods leaving;
    private final WorkloadController controller;
    private final Kubelet kubelet;
    private final ClientPod clientPod;

    private Cluster(Sandbox sandbox, ClusterOptions options) {
        credentials = new Credentials(new ClusterCertificates(SERVICE_ADDRESS), new Tokens());
        threads = ClusterThreads.start();
        tasks = new ControllerTasks(threads.workers());
        admission = new Admission(store, credentials.tokens(), credentials.authorityPem());
        furnish(options.nodes());
        leaving = new LeavingPods(store);
        // before the kubelet: a pod is known before its first process runs
        MetadataCollector collector = MetadataCollector.watch(store, options.metadata());
        kubelet = new Kubelet(
                store,
                sandbox,
                collector.then(options.listener()),
                options.setup().withNode("cluster " + CLUSTERS.incrementAndGet()),
                credentials,
                // asked for when a pod starts: the API server needs the kubelet for its containers
                () -> apiServer(Peer.API_SERVER_NAMES.toArray(String[]::new)),
                threads.workers());
        apiServer = serving(options.audit());
        controller = new WorkloadController(store, admission, leaving, tasks);
        apiServer.onCreated(new WorkloadMaker(store, tasks, apiServer.controllers())::created);
        GarbageCollector.watch(store, admission, tasks);
        ClusterRoleAggregation.watch(store, tasks);
        ResourceQuotas.watch(store, tasks);
        NetworkPolicyController.watch(store, kubelet, tasks);
        clientPod = new ClientPod(
                sandbox,
                options.setup().hostAccess(),
                apiServer("kubernetes"),
                this::kubeconfig,
                apiServer::addOutsider,
                threads.workers());
    }

    /**
     * Starts a cluster.
     *
     * @param sandbox runs the containers; the caller closes it
     * @throws ClusterException if the API server can't listen
     */
    public static Cluster start(Sandbox sandbox, ClusterOptions options) {
        return new Cluster(sandbox, options);
    }

    /** The API server, as pods reach it. */
    private Peer apiServer(String... names) {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), apiServer.port());
        return Peer.relay(SERVICE_ADDRESS, 443, here, names);
    }

    /** The pod in which kubectl runs. */
    ClientPod clientPod() {
        return clientPod;
    }

    /** The API server's URL on this machine. */
    public String url() {
        return "https://127.0.0.1:" + apiServer.port();
    }

    /**
     * A fabric8 client. The caller closes it.
     *
     * @throws ClusterException if the actor is a service account that does not exist
     */
    public KubernetesClient client(Actor actor) {
        Config config = Config.empty();
        config.setMasterUrl(url());
        config.setCaCertData(credentials.certificates().authorityBase64());
        config.setOauthToken(token(actor));
        config.setNamespace("default");
        config.setConnectionTimeout(CLIENT_TIMEOUT_MILLIS);
        config.setRequestTimeout(CLIENT_TIMEOUT_MILLIS);
        config.setRequestRetryBackoffInterval(CLIENT_RETRY_MILLIS);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new Vertx5HttpClientFactory(threads.vertx()))
                .withKubernetesSerialization(Json.KUBERNETES)
                .build();
    }

    /** A kubeconfig for clients that reach the API server at its service address. */
    String kubeconfig(Actor actor) {
        return kubeconfig(actor, "https://" + SERVICE_ADDRESS);
    }

    private String kubeconfig(Actor actor, String url) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: kguard
                    cluster: {server: "%s", certificate-authority-data: %s}
                users:
                  - name: kguard
                    user: {token: "%s"}
                contexts:
                  - name: kguard
                    context: {cluster: kguard, user: kguard, namespace: default}
                current-context: kguard
                """.formatted(url, credentials.certificates().authorityBase64(), token(actor));
    }

    private String token(Actor actor) {
        if (actor instanceof Actor.ServiceAccount account) {
            ObjectNode object = store.find(ApiResources.core("serviceaccounts"), account.namespace(), account.name());
            if (object == null) {
                throw new ClusterException("there is no " + account + "; create it first");
            }
            String uid = ApiObject.uid(object);
            return credentials.tokens().issue(account.namespace(), account.name(), uid, TOKEN_LIFETIME);
        }
        return actor instanceof Actor.User user
                ? credentials.tokens().issue(UserInfo.person(user), TOKEN_LIFETIME)
                : credentials.tokens().admin();
    }

    /**
     * Adds or replaces an object as part of the initial state: no request is made, and no audit event is written. Its
     * namespace is created if absent, and its owner references get the owners' uids.
     *
     * @throws ClusterException if the object is refused
     */
    public void place(HasMetadata object) {
        ApiResource resource = ApiResources.ofKind(object.getApiVersion(), object.getKind());
        if (resource == null) {
            throw new ClusterException(
                    "the simulated API server has no " + object.getApiVersion() + " " + object.getKind());
        }
        String given = object.getMetadata().getNamespace();
        String namespace = !resource.namespaced() ? "" : given == null ? "default" : given;
        try {
            if (resource.namespaced()) {
                placeNamespace(namespace);
            }
            ObjectNode node = (ObjectNode)
                    ResourceStore.JSON.readTree(Json.KUBERNETES.asJson(owners.complete(object, namespace)));
            FieldValidation.STRICT.apply(resource, node, List.of(), Remarks.NONE);
            admission.admit(resource, namespace, node, Remarks.NONE);
            String name = object.getMetadata().getName();
            if (store.find(resource, namespace, name) == null) {
                admission.created(resource, store.create(resource, namespace, node));
            } else {
                store.update(resource, namespace, name, node);
            }
        } catch (ApiStatus e) {
            throw new ClusterException(
                    object.getKind() + " " + object.getMetadata().getName() + ": " + e.getMessage(), e);
        }
    }

    /**
     * An object of the API server as maps, lists and scalars, or null if absent. No audit event is written.
     *
     * @param apiVersion such as {@code v1}
     * @param namespace ignored for cluster-scoped objects
     */
    public @Nullable Map<String, @Nullable Object> find(String apiVersion, String kind, String namespace, String name) {
        ApiResource resource = ApiResources.ofKind(apiVersion, kind);
        ObjectNode object =
                resource == null ? null : store.find(resource, resource.namespaced() ? namespace : "", name);
        return object == null ? null : ResourceStore.JSON.convertValue(object, new TypeReference<>() {});
    }

    /**
     * The nodes, pods and network policies, each with its state in a few words, by kind and name such as {@code pod
     * ci/jenkins-0}. No audit event is written.
     */
    public Map<String, String> overview() {
        return ClusterOverview.of(store);
    }

    /** The objects for which a real cluster would do something that this one does not, each in a sentence. */
    public List<String> idleObjects() {
        return IdleObjects.of(store);
    }

    /**
     * A manifest whose owner references have the owners' uids.
     *
     * @throws ClusterException if an owner is not in the pod's namespace
     */
    public Pod withOwners(Pod manifest) {
        return owners.complete(manifest, manifest.getMetadata().getNamespace());
    }

    /** Creates a namespace if absent. No audit event is written. */
    public void placeNamespace(String name) {
        ApiResource namespaces = ApiResources.core("namespaces");
        if (store.find(namespaces, "", name) == null) {
            ObjectNode namespace = Admission.named(namespaces, name);
            admission.admit(namespaces, "", namespace, Remarks.NONE);
            store.create(namespaces, "", namespace);
        }
    }

    /** The pods that have run so far, including deleted ones, in the order of their start. */
    public List<PodSandbox> pods() {
        return kubelet.pods();
    }

    /**
     * Waits until a pod's containers run.
     *
     * @throws ClusterException if there is no such pod, or it did not start
     */
    public PodSandbox awaitRunning(String namespace, String pod) {
        return kubelet.awaitRunning(namespace, pod);
    }

    /**
     * Waits until controllers have reacted to all changes, and each starting pod and ephemeral container runs or has failed
     * to start.
     *
     * @throws ClusterException if one takes too long, or a controller can't make a pod
     */
    public void awaitStarts() {
        kubelet.awaitEnds();
        tasks.awaitIdle();
        kubelet.awaitStarts();
    }

    /**
     * Waits until a pod that is being deleted and its containers are gone. Another pod may have its name.
     *
     * @param pod the pod as it ran
     * @return whether it went in time; false at once if nothing deletes it
     */
    public boolean awaitGone(Pod pod, Duration timeout) {
        return kubelet.awaitGone(pod, leaving.contains(pod.getMetadata().getUid()) ? timeout : Duration.ZERO);
    }

    /** Whether a controller made a pod, in place of another one. */
    public boolean isReplacement(Pod pod) {
        return controller.hasMade(pod.getMetadata().getUid());
    }

    /**
     * Waits until a pod is gone and its ReplicaSet or StatefulSet has another one that runs and was made in its place.
     *
     * @param pod the pod that is to be gone
     * @return the other pod; null if the pod stays, or nothing is in its place when all pods that were begun have started
     */
    public @Nullable Pod awaitReplacement(Pod pod, Duration timeout) {
        if (!awaitGone(pod, timeout)) {
            return null;
        }
        awaitStarts();
        ObjectNode before = (ObjectNode) ResourceStore.JSON.readTree(Json.KUBERNETES.asJson(pod));
        ObjectNode other = controller.replacement(before);
        return other == null ? null : ApiObject.typed(other, Pod.class);
    }

    /**
     * Ends the requests in progress and accepts no more. When this returns, every audit event was passed on. Pods keep
     * running. Idempotent.
     *
     * @throws ClusterException if a request does not end, or more was asked of the API server than it allows
     */
    public void stopServing() {
        apiServer.close();
        bounds.check();
    }

    private void furnish(int nodes) {
        ApiResource namespaces = ApiResources.core("namespaces");
        store.watch(change -> {
            if (change.resource().equals(namespaces) && change.type() == Change.Type.ADDED) {
                admission.furnish(change.name());
            }
        });
        for (String name : NAMESPACES) {
            placeNamespace(name);
        }
        BuiltInObjects.create(store, nodes);
        Scheduler.watch(store);
    }

    /**
     * Deletes the pods and stops the API server. Idempotent.
     *
     * @throws ClusterException if something could not be removed
     */
    @Override
    public void close() {
        try {
            clientPod.close();
        } finally {
            closeServers();
        }
    }

    private void closeServers() {
        try {
            kubelet.close();
        } finally {
            try {
                apiServer.close();
            } finally {
                threads.close();
            }
        }
    }

    private ApiServer serving(AuditLog audit) {
        try {
            return new ApiServer(threads, credentials, store, admission, audit, kubelet, leaving);
        } catch (ClusterException e) {
            threads.close();
            throw e;
        }
    }
}
