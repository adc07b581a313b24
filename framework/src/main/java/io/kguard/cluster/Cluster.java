package io.kguard.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kguard.sandbox.Sandbox;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/**
 * A simulated Kubernetes cluster of one node: a control plane in this JVM, pods that are real containers. Stock clients
 * work against it, {@code kubectl} among them; see {@link #writeKubeconfig}.
 *
 * <p>Safe for use by several threads. It listens on loopback only; pods reach it at {@code KUBERNETES_SERVICE_HOST} over
 * their isolated network.
 */
public final class Cluster implements AutoCloseable {
    /** The address of the service {@code kubernetes}, at which pods reach the API server. */
    public static final String SERVICE_ADDRESS = "10.96.0.1";

    private static final String[] NAMESPACES = {"default", "kube-system", "kube-public"};

    private final Vertx vertx;
    private final ExecutorService workers;
    private final Tokens tokens = new Tokens();
    private final ClusterCertificates certificates;
    private final ResourceStore store = new ResourceStore();
    private final ApiServer apiServer;
    private final Kubelet kubelet;

    private Cluster(Sandbox sandbox, ClusterOptions options) {
        certificates = new ClusterCertificates(SERVICE_ADDRESS);
        AtomicInteger number = new AtomicInteger();
        workers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "kguard-cluster-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setUseDaemonThread(true));
        Admission admission = new Admission(store, certificates.authorityPem());
        furnish(admission);
        // The API server asks the kubelet for containers, the kubelet needs the API server's port.
        KubeletLater later = new KubeletLater();
        apiServer = new ApiServer(vertx, certificates, store, admission, tokens, options.audit(), later, workers);
        kubelet = new Kubelet(
                store,
                sandbox,
                options.listener(),
                options.setup(),
                tokens,
                certificates.authorityPem(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), apiServer.port()),
                SERVICE_ADDRESS,
                workers);
        later.kubelet = kubelet;
    }

    /**
     * Starts a cluster.
     *
     * @param sandbox runs the containers; it stays the caller's
     * @throws ClusterException if the API server can't listen
     */
    public static Cluster start(Sandbox sandbox, ClusterOptions options) {
        return new Cluster(sandbox, options);
    }

    /** The API server's URL on this machine. */
    public String url() {
        return "https://127.0.0.1:" + apiServer.port();
    }

    /** A client that acts as the administrator. The caller closes it. */
    public KubernetesClient client() {
        return client(tokens.admin());
    }

    /**
     * A client that acts as a service account. The caller closes it.
     *
     * @throws ClusterException if there is no such account
     */
    public KubernetesClient clientOf(String namespace, String serviceAccount) {
        return client(token(namespace, serviceAccount));
    }

    private KubernetesClient client(String token) {
        Config config = Config.empty();
        config.setMasterUrl(url());
        config.setCaCertData(certificates.authorityBase64());
        config.setOauthToken(token);
        config.setNamespace("default");
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /**
     * Writes a kubeconfig for the administrator, readable by its owner only.
     *
     * @param file the file to write
     * @throws ClusterException if it can't be written
     */
    public void writeKubeconfig(Path file) {
        writeKubeconfig(file, tokens.admin());
    }

    /**
     * Writes a kubeconfig for a service account, readable by its owner only.
     *
     * @throws ClusterException if there is no such account or the file can't be written
     */
    public void writeKubeconfig(Path file, String namespace, String serviceAccount) {
        writeKubeconfig(file, token(namespace, serviceAccount));
    }

    private void writeKubeconfig(Path file, String token) {
        String text = Kubeconfig.of(url(), certificates.authorityBase64(), token);
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new ClusterException("the kubeconfig " + file + " could not be written: " + e.getMessage(), e);
        }
    }

    private String token(String namespace, String serviceAccount) {
        ObjectNode account = store.find(ApiResources.core("serviceaccounts"), namespace, serviceAccount);
        if (account == null) {
            throw new ClusterException("there is no service account " + serviceAccount + " in the namespace "
                    + namespace + "; create it first");
        }
        return tokens.issue(
                namespace,
                serviceAccount,
                account.path("metadata").path("uid").asString(""),
                java.time.Duration.ofHours(1));
    }

    private void furnish(Admission admission) {
        ApiResource namespaces = ApiResources.core("namespaces");
        store.watch(change -> {
            if (change.resource().equals(namespaces) && change.type() == Change.Type.ADDED) {
                admission.furnish(change.name());
            }
        });
        for (String name : NAMESPACES) {
            ObjectNode namespace = Admission.named(namespaces, name);
            admission.admit(namespaces, "", namespace);
            store.create(namespaces, "", namespace);
        }
        BuiltInObjects.create(store);
    }

    /** Deletes the pods and stops the API server. Idempotent. */
    @Override
    public void close() {
        kubelet.close();
        apiServer.close();
        workers.shutdown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static final class KubeletLater implements PodConnections {
        private volatile @org.jspecify.annotations.Nullable Kubelet kubelet;

        @Override
        public io.kguard.sandbox.PodContainer container(String namespace, String pod, String container) {
            Kubelet known = kubelet;
            if (known == null) {
                throw new ApiStatus(503, "ServiceUnavailable", "the node is not ready yet");
            }
            return known.container(namespace, pod, container);
        }
    }
}
