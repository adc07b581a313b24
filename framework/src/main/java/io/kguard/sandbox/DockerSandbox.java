package io.kguard.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.testcontainers.DockerClientFactory;

/**
 * Runs pods on a Docker daemon of this machine, through Testcontainers. As on runc, containers have a kubelet's cgroup
 * path and labels, and a pod's network has its peers and nothing else. What differs: of the writable layer each file is
 * bounded, not their sum, for the daemon can't on most file systems.
 */
final class DockerSandbox implements Sandbox {
    /** Says whose a container is: process id and start time. */
    static final String OWNER_LABEL = "io.kguard.owner";

    private final SandboxOptions options;
    private final DockerClient client;
    private final boolean systemd;
    private final StateFolder state;
    private final DockerHttp http;
    private final ImageStore files;
    private final DockerImages images;
    private final DecoyHost decoy;
    private final List<CgroupMount> cgroups;
    private final Path shim;
    private final Set<DockerPod> pods = ConcurrentHashMap.newKeySet();
    private final CgroupClaims claims = new CgroupClaims();
    private volatile boolean closed;

    private DockerSandbox(SandboxOptions options, DockerClient client, StateFolder state) {
        ImageCache cache = new ImageCache(options.imageCache());
        this.options = options;
        this.client = client;
        this.systemd = "systemd".equals(client.infoCmd().exec().getRawValues().get("CgroupDriver"));
        this.state = state;
        this.cgroups = CgroupMount.all();
        this.http = new DockerHttp(
                DockerClientFactory.instance().getTransportConfig().getDockerHost());
        this.files = new ImageStore(cache, options.images());
        this.images = new DockerImages(client, http, cache, files);
        this.decoy = new DecoyHost(cache);
        this.shim = NativeProgram.SHIM.install(cache.home());
    }

    static DockerSandbox open(SandboxOptions options) {
        RuncSandbox.requireRoot();
        try {
            DockerClient client = DockerClientFactory.instance().client();
            removeLeftovers(client);
            StateFolder.sweep(options.stateDirectory(), CgroupMount.all());
            return new DockerSandbox(options, client, StateFolder.create(options.stateDirectory(), CgroupMount.all()));
        } catch (NoClassDefFoundError e) {
            throw new SandboxException(
                    Reason.NOT_SUPPORTED,
                    "-Dkguard.runtime=docker needs Testcontainers on the class path: org.testcontainers:testcontainers",
                    e);
        } catch (IllegalStateException e) {
            throw new SandboxException(
                    Reason.NOT_SUPPORTED,
                    "no Docker daemon answers: " + e.getMessage()
                            + "\nStart dockerd or set DOCKER_HOST, or use -Dkguard.runtime=runc.",
                    e);
        } catch (IOException e) {
            throw new SandboxException(
                    Reason.INTERNAL, "the sandbox can't work in " + options.stateDirectory() + ": " + e, e);
        }
    }

    private static void removeLeftovers(DockerClient client) {
        List<Container> all = client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(OWNER_LABEL))
                .exec();
        for (Container container : all) {
            if (!StateFolder.ownerLives(container.getLabels().getOrDefault(OWNER_LABEL, ""))) {
                client.removeContainerCmd(container.getId()).withForce(true).exec();
            }
        }
        var volumes = client.listVolumesCmd().exec().getVolumes();
        if (volumes != null) {
            volumes.forEach(volume -> {
                Map<String, String> labels = volume.getLabels();
                String owner = labels == null ? null : labels.get(OWNER_LABEL);
                if (owner != null && !StateFolder.ownerLives(owner)) {
                    client.removeVolumeCmd(volume.getName()).exec();
                }
            });
        }
    }

    @Override
    public ContainerRuntime runtime() {
        return ContainerRuntime.DOCKER;
    }

    @Override
    public PodSetup setup() {
        return options.setup();
    }

    @Override
    public PodSandbox start(Pod pod, PodSetup setup, PodListener listener) {
        if (closed) {
            throw new SandboxException(Reason.NOT_RUNNING, "the sandbox is closed");
        }
        DockerPod started = new DockerPod(this, new PodPlan(pod, PodNetwork.newAddress()), setup, listener);
        pods.add(started);
        if (closed) {
            started.close();
        }
        return started.start();
    }

    DockerClient client() {
        return client;
    }

    DockerHttp http() {
        return http;
    }

    ImageStore files() {
        return files;
    }

    DecoyHost decoy() {
        return decoy;
    }

    DockerImages images() {
        return images;
    }

    @Override
    public Path newFolder() {
        return state.newFolder();
    }

    StateFolder state() {
        return state;
    }

    List<CgroupMount> cgroups() {
        return cgroups;
    }

    Path shim() {
        return shim;
    }

    /** What the daemon calls a pod's cgroup: a path, or with systemd the name of a slice. */
    String cgroupParent(PodPlan pod) {
        if (!systemd) {
            return pod.cgroupPath();
        }
        String name = pod.cgroupPath()
                .substring(1)
                .replace("pod" + pod.uid(), "pod" + pod.uid().replace('-', '_'));
        return name.replace('/', '-') + ".slice";
    }

    CgroupClaims claims() {
        return claims;
    }

    void forget(DockerPod pod) {
        pods.remove(pod);
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(pods).forEach(DockerPod::close);
        try {
            state.remove();
        } catch (IOException e) {
            throw new SandboxException(Reason.INTERNAL, "the sandbox's files can't be removed: " + e, e);
        }
    }
}
