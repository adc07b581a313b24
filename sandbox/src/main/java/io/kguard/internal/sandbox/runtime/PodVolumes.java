// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.kguard.internal.sandbox.HostAccess;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates a pod's volumes. */
final class PodVolumes {
    static final String TOKEN_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";
    /** The volume that every pod gets for its service account token. */
    static final String TOKEN_VOLUME = "kube-api-access-kguard";

    private final PodPlan pod;
    private final PodSetup setup;
    private final Path folder;
    private final VolumeMounts mounts;
    private final ObjectData named;
    private final Map<String, PodVolume> volumes = new LinkedHashMap<>();

    public PodVolumes(PodPlan pod, PodSetup setup, Path folder, VolumeMounts mounts) {
        this.pod = pod;
        this.setup = setup;
        this.folder = folder;
        this.mounts = mounts;
        this.named = new ObjectData(pod, setup.objects(), "mounts");
    }

    /** Creates all volumes, as far as that is possible before the pod has namespaces. */
    public void make() throws IOException {
        List<Volume> all =
                pod.spec().getVolumes() == null ? List.of() : pod.spec().getVolumes();
        for (Volume volume : all) {
            volumes.put(volume.getName(), make(volume));
        }
        if (wantsToken()) {
            Path files = newFolder(TOKEN_VOLUME);
            new ProjectedFiles(pod, setup.objects()).writeDefault(files);
            volumes.put(TOKEN_VOLUME, new PodVolume(files, nodePath("projected", TOKEN_VOLUME), true));
        }
    }

    /**
     * A volume by name.
     *
     * @throws SandboxException if the pod has no such volume
     */
    PodVolume get(String container, String name) {
        PodVolume volume = volumes.get(name);
        if (volume == null) {
            throw pod.bad("mounts the volume " + name + " in its container " + container + ", but has no such volume");
        }
        return volume;
    }

    /** Whether a container gets the service account token without asking for it. */
    boolean mountsToken(Container container) {
        return volumes.containsKey(TOKEN_VOLUME) && !mountsTokenItself(container);
    }

    private boolean wantsToken() {
        return !Boolean.FALSE.equals(pod.spec().getAutomountServiceAccountToken())
                && !pod.allContainers().stream().allMatch(PodVolumes::mountsTokenItself);
    }

    private static boolean mountsTokenItself(Container container) {
        List<VolumeMount> mounts = container.getVolumeMounts() == null ? List.of() : container.getVolumeMounts();
        return mounts.stream().anyMatch(mount -> TOKEN_FOLDER.equals(mount.getMountPath()));
    }

    private PodVolume make(Volume volume) throws IOException {
        String name = volume.getName();
        if (volume.getHostPath() != null) {
            return hostPath(volume.getHostPath());
        }
        if (volume.getEmptyDir() != null) {
            return emptyDir(name, volume.getEmptyDir());
        }
        if (volume.getConfigMap() != null) {
            return configMap(name, volume.getConfigMap());
        }
        if (volume.getSecret() != null) {
            return secret(name, volume.getSecret());
        }
        if (volume.getProjected() != null) {
            Path files = newFolder(name);
            new ProjectedFiles(pod, setup.objects()).write(volume.getProjected(), files);
            return new PodVolume(files, nodePath("projected", name), true);
        }
        if (volume.getDownwardAPI() != null) {
            Path files = newFolder(name);
            new ProjectedFiles(pod, setup.objects()).writeFields(volume.getDownwardAPI(), files);
            return new PodVolume(files, nodePath("downward-api", name), true);
        }
        throw pod.bad(
                "has the volume " + name + " of a kind that the sandbox does not have. It has hostPath, emptyDir, "
                        + "configMap, secret, projected and downwardAPI.");
    }

    private PodVolume hostPath(HostPathVolumeSource source) throws IOException {
        Path path = Path.of(source.getPath()).normalize();
        if (setup.hostAccess() == HostAccess.REAL) {
            return new PodVolume(path, path.toString(), false);
        }
        VolumeMounts.Creation creation = switch (source.getType() == null ? "" : source.getType()) {
            case "", "DirectoryOrCreate" -> VolumeMounts.Creation.FOLDER;
            case "FileOrCreate" -> VolumeMounts.Creation.FILE;
            default -> VolumeMounts.Creation.NONE;
        };
        return new PodVolume(mounts.onDecoyHost(path, creation), path.toString(), false);
    }

    private PodVolume emptyDir(String name, EmptyDirVolumeSource source) throws IOException {
        Quantity limit = source.getSizeLimit();
        long bytes = limit == null ? 0 : Quantity.getAmountInBytes(limit).longValue();
        long most = setup.limits().diskBytes();
        Path files = mounts.inMemory(name, bytes > 0 ? Math.min(bytes, most) : most);
        return new PodVolume(files, nodePath("empty-dir", name), false);
    }

    private PodVolume configMap(String name, ConfigMapVolumeSource source) throws IOException {
        VolumeFiles files = new VolumeFiles(mode(source.getDefaultMode()));
        ConfigMap map = named.configMap(source.getName(), source.getOptional());
        files.addAll(ObjectData.bytes(map), source.getItems(), source.getOptional());
        return new PodVolume(files.write(newFolder(name)), nodePath("configmap", name), true);
    }

    private PodVolume secret(String name, SecretVolumeSource source) throws IOException {
        VolumeFiles files = new VolumeFiles(mode(source.getDefaultMode()));
        Secret secret = named.secret(source.getSecretName(), source.getOptional());
        files.addAll(ObjectData.bytes(secret), source.getItems(), source.getOptional());
        return new PodVolume(files.write(newFolder(name)), nodePath("secret", name), true);
    }

    static int mode(@Nullable Integer asked) {
        return asked == null ? 0644 : asked;
    }

    private Path newFolder(String volume) throws IOException {
        Path all = Files.createDirectories(folder.resolve("volumes"));
        Path made = Files.createDirectory(all.resolve(volume));
        mounts.keep(made);
        return made;
    }

    private String nodePath(String kind, String volume) {
        return "/var/lib/kubelet/pods/" + pod.uid() + "/volumes/kubernetes.io~" + kind + "/" + volume;
    }
}
