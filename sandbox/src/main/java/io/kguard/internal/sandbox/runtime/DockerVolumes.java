// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import io.kguard.internal.image.ImageSource;
import io.kguard.internal.image.RootedPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Volumes that a Docker daemon mounts while the pod's first container runs, which has all of them. To the other
 * containers they are ordinary folders of the machine.
 */
final class DockerVolumes implements VolumeMounts {
    /** Where the pod's first container mounts its decoy host. */
    private static final String HOST = "/host";

    private final DockerClient client;
    private final Map<String, String> labels;
    private final Path folder;
    private final long diskBytes;
    private final DecoyHost decoy;
    private final ImageStore images;
    private final Map<String, String> volumes = new LinkedHashMap<>();
    private final List<Path> mountPoints = new ArrayList<>();
    private final Map<Path, Creation> toMake = new LinkedHashMap<>();
    private @Nullable Path host;

    DockerVolumes(
            DockerClient client,
            Map<String, String> labels,
            Path folder,
            long diskBytes,
            DecoyHost decoy,
            ImageStore images) {
        this.client = client;
        this.labels = labels;
        this.folder = folder;
        this.diskBytes = diskBytes;
        this.decoy = decoy;
        this.images = images;
    }

    @Override
    public Path inMemory(String volume, long bytes) {
        return create(
                "/volumes/" + volume,
                Map.of("type", "tmpfs", "device", "tmpfs", "o", "mode=0777,nr_inodes=100000,size=" + bytes));
    }

    @Override
    public void keep(Path files) {
        // pods that could make it writable are refused, see DockerSandbox
    }

    @Override
    public Path onDecoyHost(Path path, Creation creation) throws IOException {
        Path root = host();
        Path inside = Path.of(path.toString().substring(1));
        if (creation != Creation.NONE) {
            toMake.putIfAbsent(inside, creation);
        }
        boolean real = DecoyHost.real().stream().anyMatch(inside::startsWith);
        return real ? path : root.resolve(inside);
    }

    private Path host() throws IOException {
        if (host == null) {
            MemoryMount.over(Files.createDirectory(scratch()), diskBytes, 0755);
            Path upper = Files.createDirectory(scratch().resolve("upper"));
            Path work = Files.createDirectory(scratch().resolve("work"));
            List<Path> layers = new ArrayList<>(List.of(decoy.template()));
            layers.addAll(images.load(ImageSource.base()).layers());
            String lower = String.join(":", layers.stream().map(Path::toString).toList());
            host = create(
                    HOST,
                    Map.of(
                            "type",
                            "overlay",
                            "device",
                            "overlay",
                            "o",
                            "lowerdir=" + lower + ",upperdir=" + upper + ",workdir=" + work));
        }
        return host;
    }

    /** The upper layer of the decoy host, until the daemon has mounted it. */
    private Path scratch() {
        return folder.resolve("host-scratch");
    }

    private Path create(String target, Map<String, String> options) {
        String name = "kguard-" + PodPlan.newId().substring(0, 16);
        volumes.put(target, name);
        Path mountPoint = Path.of(client.createVolumeCmd()
                .withName(name)
                .withLabels(labels)
                .withDriver("local")
                .withDriverOpts(options)
                .exec()
                .getMountpoint());
        mountPoints.add(mountPoint);
        return mountPoint;
    }

    /** Whether a path lies in one of these volumes. */
    boolean holds(Path path) {
        return mountPoints.stream().anyMatch(path::startsWith);
    }

    /** The mounts of the container that keeps them mounted. */
    List<Mount> mounts() {
        return volumes.entrySet().stream()
                .map(volume -> new Mount()
                        .withType(MountType.VOLUME)
                        .withSource(volume.getValue())
                        .withTarget(volume.getKey()))
                .toList();
    }

    /**
     * Creates what is on the decoy host, once that container runs.
     *
     * @param frames instructions for the pod's process, which does the rest
     */
    void complete(long pid, PodFrames frames) throws IOException {
        if (host == null) {
            return;
        }
        MemoryMount.detach(scratch());
        Path root = Path.of("/proc/" + pid + "/root" + HOST);
        for (Map.Entry<Path, Creation> entry : toMake.entrySet()) {
            // a link of the decoy's own leads to the decoy, not to this machine
            make(RootedPath.resolve(root, entry.getKey()), entry.getValue());
        }
        DecoyHost.sockets(frames, root);
    }

    private static void make(Path file, Creation creation) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (creation == Creation.FILE) {
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        } else {
            Files.createDirectories(file);
        }
    }

    /**
     * The paths of the machine itself that are visible through a path of the decoy host, by their paths in the
     * container.
     */
    Map<String, Path> real(ContainerPlan.VolumeBinding binding) {
        Map<String, Path> shown = new LinkedHashMap<>();
        if (host != null && binding.source().startsWith(host)) {
            Path bound = host.relativize(binding.source());
            for (String real : DecoyHost.real()) {
                Path path = Path.of(real);
                if (bound.toString().isEmpty() || path.startsWith(bound)) {
                    Path rest = bound.toString().isEmpty() ? path : bound.relativize(path);
                    shown.put(
                            Path.of(binding.destination()).resolve(rest).toString(),
                            Path.of("/").resolve(path));
                }
            }
        }
        return shown;
    }

    /** Whether a volume shows a container what the kernel says about the whole machine. */
    boolean showsKernel(ContainerPlan.VolumeBinding binding) {
        Stream<Path> all = Stream.concat(Stream.of(binding.source()), real(binding).values().stream());
        return all.anyMatch(path -> path.startsWith("/proc") || path.startsWith("/sys"));
    }

    /** Whether the daemon, which follows the links of the machine, stays in the volume on its path to a source. */
    boolean staysInside(ContainerPlan.VolumeBinding binding) throws IOException {
        Path source = binding.source();
        for (Path mountPoint : mountPoints) {
            if (source.startsWith(mountPoint)) {
                Path root = mountPoint.toRealPath();
                Path at = root;
                for (Path name : mountPoint.relativize(source)) {
                    at = at.resolve(name);
                    if (Files.isSymbolicLink(at)) {
                        if (!Files.exists(at) || !at.toRealPath().startsWith(root)) {
                            return false;
                        }
                        at = at.toRealPath();
                    }
                }
            }
        }
        return true;
    }

    void remove() throws IOException {
        MemoryMount.detach(scratch());
        for (String name : volumes.values()) {
            try {
                client.removeVolumeCmd(name).exec();
            } catch (NotFoundException e) {
                // it was not created
            }
        }
        volumes.clear();
    }
}
