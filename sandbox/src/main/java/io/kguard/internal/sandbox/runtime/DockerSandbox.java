// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.kguard.internal.image.ImageCache;
import io.kguard.internal.message.Wording;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.internal.sandbox.SandboxOptions;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;

/**
 * Runs pods on a local Docker daemon, through Testcontainers. As on runc, containers have a kubelet's cgroup paths and
 * labels, and a pod's network has only its peers.
 */
final class DockerSandbox extends RuntimeSandbox<DockerPod> {
    /** The label for the owner of a container: process id and start time. */
    static final String OWNER_LABEL = "io.kguard.owner";

    private final DockerClient client;
    private final boolean systemd;
    private final DockerHttp http;
    private final ImageStore files;
    private final DockerImages images;

    private DockerSandbox(
            SandboxOptions options,
            DockerClient client,
            List<CgroupMount> cgroups,
            StateFolder state,
            ImageCache cache) {
        super(options, cgroups, state, cache);
        this.client = client;
        this.systemd = "systemd".equals(client.infoCmd().exec().getRawValues().get("CgroupDriver"));
        this.http = new DockerHttp(
                DockerClientFactory.instance().getTransportConfig().getDockerHost());
        this.files = new ImageStore(cache, options.images());
        this.images = new DockerImages(client, http, cache, files);
    }

    public static DockerSandbox open(SandboxOptions options) {
        try {
            DockerClient client = TestcontainersStart.client();
            removeLeftovers(client);
            List<CgroupMount> cgroups = CgroupMount.all();
            return open(options, cgroups, (state, cache) -> new DockerSandbox(options, client, cgroups, state, cache));
        } catch (NoClassDefFoundError e) {
            throw new SandboxException(
                    Reason.NOT_SUPPORTED,
                    Wording.given("runtime")
                            + "=docker needs Testcontainers on the class path: org.testcontainers:testcontainers",
                    e);
        } catch (IllegalStateException e) {
            throw noDaemon(e);
        }
    }

    /** Asks the daemon for an answer. */
    static void ping() {
        try {
            TestcontainersStart.client().pingCmd().exec();
        } catch (SandboxException e) {
            throw e;
        } catch (RuntimeException e) { // of the client, or of what carries its requests
            throw noDaemon(e);
        }
    }

    private static SandboxException noDaemon(RuntimeException e) {
        return new SandboxException(
                Reason.NOT_SUPPORTED,
                "no Docker daemon answers: " + e.getMessage() + "\nStart dockerd or set DOCKER_HOST, or use "
                        + Wording.given("runtime") + "=runc.",
                e);
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
    public DockerPod newPod(PodPlan plan, PodSetup setup, PodListener listener) {
        return new DockerPod(this, plan, setup, listener);
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

    DockerImages images() {
        return images;
    }

    /** Whether a pod's cgroup has the same path for the daemon and in the hierarchies seen here, which can be written. */
    boolean takesCgroupPaths() {
        return !systemd && cgroups().stream().allMatch(mount -> Files.isWritable(mount.path()));
    }

    /** The daemon's name of a pod's cgroup: a path, or the name of a slice under systemd. */
    String cgroupParent(PodPlan pod) {
        if (!systemd) {
            return pod.cgroupPath();
        }
        String name = pod.cgroupPath()
                .substring(1)
                .replace("pod" + pod.uid(), "pod" + pod.uid().replace('-', '_'));
        return name.replace('/', '-') + ".slice";
    }
}
