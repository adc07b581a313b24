// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.kguard.internal.image.Image;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.Limits;
import io.kguard.internal.sandbox.PodSetup.PodObjects;
import io.kguard.workload.FieldChecks;
import io.kguard.workload.FieldPath;
import io.kguard.workload.Quoted;
import io.kguard.workload.TextRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container of a pod, with all decisions that a runtime needs. */
final class ContainerPlan {
    private final PodPlan pod;
    private final Container container;
    private final Image image;
    private final ContainerEnvironment environment;
    private final ImageUsers users;
    private final Privileges privileges;
    private final Resources resources;
    private final List<VolumeBinding> bindings = new ArrayList<>();

    public ContainerPlan(PodPlan pod, Container container, Image image, PodVolumes volumes, PodObjects objects) {
        this.pod = pod;
        this.container = container;
        this.image = image;
        this.environment = new ContainerEnvironment(pod, objects, image, container);
        this.users = ImageUsers.of(image);
        this.privileges = Privileges.of(pod, container, image, users);
        this.resources = Resources.of(container);
        if (volumes.mountsToken(container)) {
            bindings.add(new VolumeBinding(
                    volumes.get(name(), PodVolumes.TOKEN_VOLUME), "", PodVolumes.TOKEN_FOLDER, true, "private"));
        }
        if (container.getVolumeMounts() != null) {
            container.getVolumeMounts().forEach(mount -> bindings.add(binding(volumes, mount)));
        }
        if (command().isEmpty()) {
            throw pod.bad("has no command for its container " + name() + ", and its image " + container.getImage()
                    + " has none either");
        }
    }

    /**
     * A volume in a container.
     *
     * @param subPath below the volume's root; empty for the root
     * @param propagation {@code private}, {@code rslave} or {@code rshared}
     */
    public record VolumeBinding(
            PodVolume volume, String subPath, String destination, boolean readOnly, String propagation) {
        public Path source() {
            return subPath.isEmpty() ? volume.source() : volume.source().resolve(subPath);
        }

        public String hostPath() {
            return subPath.isEmpty() ? volume.hostPath() : volume.hostPath() + "/" + subPath;
        }
    }

    private VolumeBinding binding(PodVolumes volumes, VolumeMount mount) {
        String destination = mount.getMountPath();
        PodVolume volume = volumes.get(name(), mount.getName());
        String subPath = mount.getSubPathExpr() != null
                ? environment.expand(mount.getSubPathExpr())
                : mount.getSubPath() == null ? "" : mount.getSubPath();
        FieldChecks expanded = new FieldChecks();
        expanded.relativePath(FieldPath.ROOT.key("subPath"), subPath);
        if (!expanded.problems().isEmpty() || TextRules.isBad(subPath, false)) {
            throw pod.bad("mounts the subPath " + Quoted.of(subPath) + ", which leads out of its volume");
        }
        String asked = mount.getMountPropagation() == null ? "None" : mount.getMountPropagation();
        String propagation = switch (asked) {
            case "None" -> "private";
            case "HostToContainer" -> "rslave";
            case "Bidirectional" -> "rshared";
            default -> throw pod.bad("asks for the unknown mountPropagation " + asked);
        };
        boolean readOnly = Boolean.TRUE.equals(mount.getReadOnly()) || volume.readOnly();
        return new VolumeBinding(volume, subPath, destination, readOnly, propagation);
    }

    public PodPlan pod() {
        return pod;
    }

    public String name() {
        return container.getName();
    }

    public Container container() {
        return container;
    }

    /** The metadata of this container in a sandbox with an id. */
    public ContainerMetadata metadata(String sandboxId, String id, long createdSeconds) {
        return metadata(pod.withId(sandboxId), id, createdSeconds);
    }

    public Image image() {
        return image;
    }

    public ImageUsers users() {
        return users;
    }

    public Privileges privileges() {
        return privileges;
    }

    /** In bytes. A limit in the manifest takes precedence. */
    public long memoryLimit(Limits limits) {
        return resources.memoryBytes() > 0 ? resources.memoryBytes() : limits.memoryBytes();
    }

    public Resources resources() {
        return resources;
    }

    public List<VolumeBinding> bindings() {
        return List.copyOf(bindings);
    }

    public boolean tty() {
        return Boolean.TRUE.equals(container.getTty());
    }

    public boolean stdin() {
        return Boolean.TRUE.equals(container.getStdin());
    }

    /** What happens to the first process's input when a session ends. */
    public RuntimeSession.Input input() {
        return !stdin()
                ? RuntimeSession.Input.NONE
                : Boolean.TRUE.equals(container.getStdinOnce()) ? RuntimeSession.Input.ONCE : RuntimeSession.Input.OPEN;
    }

    public List<String> env() {
        return environment.asList();
    }

    public String workingDir() {
        String own = container.getWorkingDir();
        String folder = own != null && !own.isEmpty() ? own : image.config().workingDir();
        return folder.isEmpty() ? "/" : folder;
    }

    /** The first process's command line: the manifest's command and args replace the image's. */
    public List<String> command() {
        List<String> command = container.getCommand() == null ? List.of() : container.getCommand();
        List<String> args = container.getArgs() == null ? List.of() : container.getArgs();
        List<String> all = new ArrayList<>();
        if (!command.isEmpty()) {
            command.forEach(word -> all.add(environment.expand(word)));
        } else {
            all.addAll(image.config().entrypoint());
        }
        if (!args.isEmpty()) {
            args.forEach(word -> all.add(environment.expand(word)));
        } else if (command.isEmpty()) {
            all.addAll(image.config().cmd());
        }
        return all;
    }

    public ContainerMetadata metadata(String id, long createdSeconds) {
        return metadata(pod, id, createdSeconds);
    }

    private ContainerMetadata metadata(PodPlan pod, String id, long createdSeconds) {
        List<ContainerMetadata.Mount> mounts = new ArrayList<>();
        for (VolumeBinding binding : bindings) {
            mounts.add(new ContainerMetadata.Mount(
                    binding.hostPath(), binding.destination(), "", !binding.readOnly(), binding.propagation()));
        }
        String podFolder = "/var/lib/kubelet/pods/" + pod.uid();
        mounts.add(new ContainerMetadata.Mount(podFolder + "/etc-hosts", "/etc/hosts", "", true, "private"));
        mounts.add(new ContainerMetadata.Mount(
                podFolder + "/containers/" + name() + "/" + id.substring(0, 8),
                "/dev/termination-log",
                "",
                true,
                "private"));
        Map<String, String> labels = pod.containerLabels(name());
        return new ContainerMetadata(
                id,
                ContainerMetadata.TYPE_CONTAINERD,
                name(),
                ImageStore.parse(
                                ImageStore.isSource(container.getImage())
                                        ? image.reference().toString()
                                        : container.getImage())
                        .withDigest(image.reference().digest()),
                image.id(),
                pod.id(),
                pod.uid(),
                pod.name(),
                pod.namespace(),
                pod.hostNetwork() ? PodNetwork.NODE_ADDRESS : pod.ip(),
                privileges.privileged(),
                pod.hostPid(),
                pod.hostNetwork(),
                pod.hostIpc(),
                String.valueOf(privileges.user().uid()),
                createdSeconds,
                mounts,
                env(),
                labels,
                pod.sandboxLabels(),
                probe(container.getLivenessProbe()),
                probe(container.getReadinessProbe()),
                ports(),
                resources.memoryBytes(),
                resources.cpuShares(),
                resources.cpuQuota(),
                Resources.CPU_PERIOD);
    }

    private static List<String> probe(@Nullable Probe probe) {
        if (probe == null || probe.getExec() == null || probe.getExec().getCommand() == null) {
            return List.of();
        }
        return probe.getExec().getCommand();
    }

    private List<ContainerMetadata.PortMapping> ports() {
        List<ContainerPort> all = container.getPorts() == null ? List.of() : container.getPorts();
        return all.stream()
                .filter(port -> port.getHostPort() != null && port.getHostPort() > 0)
                .map(port -> new ContainerMetadata.PortMapping(
                        port.getHostIP() == null ? "" : port.getHostIP(), port.getHostPort(), port.getContainerPort()))
                .toList();
    }
}
