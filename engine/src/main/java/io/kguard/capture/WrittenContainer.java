// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** A container of written events. */
@API(status = API.Status.STABLE)
public final class WrittenContainer {
    /** What runs a container, with the code of its type and what stands before an id in the path of a cgroup. */
    enum Engine {
        DOCKER("docker", 0, ""),
        CRI("cri", 6, ""),
        CONTAINERD("containerd", 7, ""),
        CRI_O("cri-o", 8, "crio-"),
        PODMAN("podman", 11, "libpod-");

        private final String label;
        private final int code;
        private final String prefix;

        Engine(String label, int code, String prefix) {
            this.label = label;
            this.code = code;
            this.prefix = prefix;
        }

        String label() {
            return label;
        }
    }

    /** A mount, as the engine reports it. */
    record Mount(String source, String destination, String mode, boolean writable, String propagation) {}

    private final EventBuilder events;
    private final @Nullable String pod;
    private final @Nullable String namespace;
    private final String name;
    private final String image;
    private final String id;
    private final String sandboxId;
    private final long shim;
    private final List<Mount> mounts = new ArrayList<>();
    private final Map<String, String> labels = new TreeMap<>();
    private final Set<String> shared = new HashSet<>();
    private Engine engine;
    private boolean privileged;
    private long nextVirtualPid = 1;

    WrittenContainer(
            EventBuilder events,
            int number,
            @Nullable String pod,
            @Nullable String namespace,
            String name,
            String image,
            long shim) {
        this.events = events;
        this.pod = pod;
        this.namespace = namespace;
        this.name = name;
        this.image = image;
        this.id = String.format("c%011x", number) + "0".repeat(52);
        this.sandboxId = String.format("5%011x", number) + "0".repeat(52);
        this.shim = shim;
        this.engine = pod == null ? Engine.DOCKER : Engine.CONTAINERD;
    }

    /** Adds a process that runs in the container from the beginning. The first one is its init. */
    public WrittenProcess process(String path, String... args) {
        return process(WrittenProgram.of(path, args));
    }

    /** Adds a process that runs in the container from the beginning. The first one is its init. */
    @API(status = API.Status.EXPERIMENTAL)
    public WrittenProcess process(WrittenProgram program) {
        return events.process(this, shim, program);
    }

    /** Runs it with all privileges. */
    @API(status = API.Status.EXPERIMENTAL)
    public WrittenContainer privileged() {
        privileged = true;
        return this;
    }

    /** Mounts a file or folder of the host, writable. */
    @API(status = API.Status.EXPERIMENTAL)
    public WrittenContainer mounts(String source, String destination) {
        return mounts(new Mount(source, destination, "", true, "private"));
    }

    WrittenContainer mounts(Mount mount) {
        mounts.add(mount);
        return this;
    }

    /** Adds a label: of its pod, or of itself if it is in none. */
    @API(status = API.Status.EXPERIMENTAL)
    public WrittenContainer label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    /** Names a namespace that it shares with the host: {@code host_pid}, {@code host_network} or {@code host_ipc}. */
    WrittenContainer shares(String namespace) {
        shared.add(namespace);
        return this;
    }

    WrittenContainer type(Engine value) {
        engine = value;
        return this;
    }

    /** The short id. */
    public String id() {
        return id.substring(0, 12);
    }

    long newVirtualPid() {
        return nextVirtualPid++;
    }

    String cgroups() {
        return pod == null
                ? "memory=/" + (engine == Engine.CONTAINERD ? "default" : engine.label) + "/" + engine.prefix + id
                        + "\0"
                : "memory=/kubepods/besteffort/pod" + podUid() + "/" + engine.prefix + id + "\0";
    }

    private String podUid() {
        return "00000000-0000-4000-8000-" + sandboxId.substring(0, 12);
    }

    String json(FalcoVersion version) {
        int at = image.lastIndexOf('@');
        String tagged = at < 0 ? image : image.substring(0, at);
        int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
        String repository = colon < 0 ? tagged : tagged.substring(0, colon);
        String tag = colon < 0 ? "latest" : tagged.substring(colon + 1);
        int port = repository.indexOf(':');
        if (port >= 0 && (version == FalcoVersion.V0_41 || version == FalcoVersion.V0_42)) { // mended in plugin 0.6.3
            tag = at < 0 ? "" : repository.substring(port + 1);
            repository = repository.substring(0, port);
        }
        Map<String, String> own = new TreeMap<>(pod == null ? labels : Map.of());
        if (pod != null && namespace != null) {
            own.put("io.kubernetes.container.name", name);
            own.put("io.kubernetes.pod.name", pod);
            own.put("io.kubernetes.pod.namespace", namespace);
            own.put("io.kubernetes.pod.uid", podUid());
        }
        JsonWriter json = JsonWriter.compact()
                .object()
                .key("container")
                .object()
                .member("id", id())
                .member("full_id", id)
                .member("type", engine.code)
                .member("name", name)
                .member("image", image)
                .member("imagerepo", repository)
                .member("imagetag", tag)
                .member("imagedigest", at < 0 ? "" : image.substring(at + 1))
                .member("privileged", privileged);
        shared.stream().sorted().forEach(namespaceOfHost -> json.member(namespaceOfHost, true));
        json.member("lookup_state", 1).key("Mounts").array();
        mounts.forEach(mount -> json.object()
                .member("Source", mount.source())
                .member("Destination", mount.destination())
                .member("Mode", mount.mode())
                .member("RW", mount.writable())
                .member("Propagation", mount.propagation())
                .end());
        return json.end()
                .member("ip", "10.0.0.3")
                .member("pod_sandbox_id", pod == null ? "" : sandboxId)
                .key("labels")
                .tree(own)
                .key("pod_sandbox_labels")
                .tree(pod == null ? Map.of() : labels)
                .end()
                .end()
                .json();
    }
}
