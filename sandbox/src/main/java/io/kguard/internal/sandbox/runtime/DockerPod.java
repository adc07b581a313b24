// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.fabric8.kubernetes.api.model.Container;
import io.kguard.internal.message.Wording;
import io.kguard.internal.sandbox.HostAccess;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A pod on Docker as a kubelet creates it: a container that holds the namespaces, and one for each container of the
 * pod. A holder process of kguard runs the peers on its network, and ends everything if the JVM ends.
 */
final class DockerPod extends RuntimePod<DockerContainer> {
    /** Capabilities that reach beyond a container's own namespaces if its root user is the machine's. */
    private static final Set<String> POWERS = Set.of(
            "SYS_ADMIN",
            "SYS_MODULE",
            "SYS_RAWIO",
            "SYS_BOOT",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "SYS_RESOURCE",
            "SYS_PACCT",
            "SYSLOG",
            "DAC_READ_SEARCH",
            "LINUX_IMMUTABLE",
            "MAC_ADMIN",
            "MAC_OVERRIDE",
            "AUDIT_CONTROL",
            "AUDIT_READ",
            "PERFMON",
            "BPF",
            "CHECKPOINT_RESTORE",
            "WAKE_ALARM",
            "BLOCK_SUSPEND");

    /** What containers may write into files that kguard gives them, such as /etc/hosts and the termination log. */
    private static final long FILES_BYTES = 1 << 20;

    private final DockerSandbox sandbox;
    private final AtomicInteger attempts = new AtomicInteger();
    private @Nullable DockerVolumes volumes;
    private volatile @Nullable LaunchedContainer pause;

    DockerPod(DockerSandbox sandbox, PodPlan plan, PodSetup setup, PodListener listener) {
        super(sandbox, plan, setup, listener);
        this.sandbox = sandbox;
    }

    @Override
    public void startAll() throws IOException {
        List<DockerImages.Found> images = new ArrayList<>();
        for (Container container : plan().allContainers()) {
            images.add(sandbox.images().find(plan().imageSource(container), setup().folders()));
        }
        Path home = newFolder();
        DockerVolumes mounts = new DockerVolumes(
                sandbox.client(),
                Map.of(DockerSandbox.OWNER_LABEL, sandbox.state().owner()),
                home,
                setup().limits().diskBytes(),
                sandbox.decoy(),
                sandbox.files());
        volumes = mounts;
        PodVolumes made = new PodVolumes(plan(), setup(), home, mounts);
        made.make();
        List<ContainerPlan> plans =
                plans(images.stream().map(DockerImages.Found::image).toList(), made);
        if (setup().hostAccess() == HostAccess.DECOY) {
            requireConfined(plans, mounts);
        }
        MemoryMount.over(Files.createDirectory(files()), FILES_BYTES, 0755);
        writeFiles(files());
        removeEarlier();
        startPause(mounts);
        startContainers(
                index -> newContainer(plans.get(index), images.get(index).dockerName()));
    }

    /** Removes what a killed JVM left of a pod with this uid, because its containers have the same names. */
    private void removeEarlier() {
        sandbox.client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(DockerSandbox.OWNER_LABEL, "io.kubernetes.pod.uid=" + plan().uid()))
                .exec()
                .forEach(container -> sandbox.client()
                        .removeContainerCmd(container.getId())
                        .withForce(true)
                        .exec());
    }

    /** Refuses what a daemon can't confine: the container's root user is the machine's. */
    private void requireConfined(List<ContainerPlan> plans, DockerVolumes mounts) {
        for (ContainerPlan container : plans) {
            String what = "";
            List<String> powers = container.privileges().capabilities().stream()
                    .filter(POWERS::contains)
                    .toList();
            if (container.privileges().privileged()) {
                what = "is privileged";
            } else if (!powers.isEmpty()) {
                what = "has the capability " + powers.get(0);
            } else if (container.bindings().stream().anyMatch(mounts::showsKernel)) {
                what = "sees this machine's /proc or /sys through a hostPath";
            }
            if (!what.isEmpty()) {
                throw plan().bad("has the container " + container.name() + ", which " + what
                        + ". On Docker it could reach this machine. Play it on runc, which confines it, or on a throw-away machine "
                        + "with " + Wording.given("privileged") + "=host");
            }
        }
    }

    private void startPause(DockerVolumes mounts) throws IOException {
        String image = sandbox.images().find("base", setup().folders()).dockerName();
        if (sandbox.takesCgroupPaths()) {
            // the daemon would create it, but another pod that ends removes the folders above while they are empty
            cgroup().create();
        }
        LaunchedContainer first = new LaunchedContainer(
                image, command -> DockerSpec.configurePause(command, this, mounts.mounts()), id -> {});
        pause = first;
        first.start();
        Long pid = first.getCurrentContainerInfo().getState().getPidLong();
        if (pid == null || pid == 0) {
            throw new SandboxException(Reason.NOT_STARTED, "the pod's first container ended at once");
        }
        cgroup().weigh();
        PodFrames frames = new PodFrames().network(plan().ip(), setup().peers()).fence(setup().fenced());
        mounts.complete(pid, frames);
        List<String> arguments =
                new ArrayList<>(List.of("pod", "-cgroup", cgroupFolder(pid).toString()));
        if (!(realHost() && plan().hostNetwork())) {
            arguments.addAll(List.of("-network", "/proc/" + pid + "/ns/net"));
        }
        hold(arguments, frames).awaitReady();
    }

    /** The pod's cgroup, which the daemon has created: in the hierarchy that can be thawed, or else in any. */
    private Path cgroupFolder(long pid) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("/proc/" + pid + "/cgroup")));
        lines.sort(Comparator.comparing(line -> !line.contains(":freezer:")));
        for (String line : lines) {
            String[] parts = line.split(":", 3);
            Path pod = Path.of(parts[2]).getParent();
            for (CgroupMount mount : sandbox.cgroups()) {
                boolean same = parts[1].isEmpty() ? mount.unified() : mount.controls(parts[1]);
                if (same && pod != null && pod.toString().contains("pod")) {
                    return mount.path().resolve(pod.toString().substring(1));
                }
            }
        }
        throw new SandboxException(Reason.INTERNAL, "the pod " + plan().name() + " has no cgroup of its own on Docker");
    }

    private DockerContainer newContainer(ContainerPlan container, String image) {
        return new DockerContainer(this, container, image, attempts.getAndIncrement());
    }

    @Override
    public DockerContainer replacement(DockerContainer old) {
        return newContainer(old.plan(), old.image());
    }

    @Override
    public DockerContainer ephemeral(Container container, PodVolumes volumes, @Nullable DockerContainer target) {
        throw new SandboxException(
                Reason.NOT_SUPPORTED,
                "the pod " + plan().name() + " can't have the ephemeral container " + container.getName()
                        + ": kguard starts none on Docker; use runc");
    }

    @Override
    public String startFailure(Exception e) {
        return " did not start on Docker: " + DockerMessages.reason(e);
    }

    @Override
    public String holderLoss() {
        return "the process that runs the peers of the pod " + plan().name()
                + " died, so nothing answers on its network any more";
    }

    DockerSandbox sandbox() {
        return sandbox;
    }

    DockerVolumes volumes() {
        return Objects.requireNonNull(volumes);
    }

    /** The folder of the files that containers may write. */
    Path files() {
        return folder().resolve("files");
    }

    boolean realHost() {
        return setup().hostAccess() == HostAccess.REAL;
    }

    @Override
    public String id() {
        return Objects.requireNonNull(pause).getContainerId();
    }

    @Override
    public void closeProcesses() throws IOException {
        closeContainers();
        LaunchedContainer first = pause;
        if (first != null) {
            first.stop();
        }
        if (volumes != null) {
            volumes.remove();
            MemoryMount.detach(files());
        }
    }
}
