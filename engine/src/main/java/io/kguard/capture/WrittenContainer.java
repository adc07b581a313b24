// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** A container of written events. */
@API(status = API.Status.STABLE)
public final class WrittenContainer {
    private static final int DOCKER = 0;
    private static final int CONTAINERD = 7;

    private final EventBuilder events;
    private final @Nullable String pod;
    private final @Nullable String namespace;
    private final String name;
    private final String image;
    private final String id;
    private final String sandboxId;
    private final long shim;
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
    }

    /** Adds a process that runs in the container from the beginning. The first one is its init. */
    public WrittenProcess process(String path, String... args) {
        return events.process(this, shim, path, List.of(args));
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
                ? "memory=/docker/" + id + "\0"
                : "memory=/kubepods/besteffort/pod" + podUid() + "/" + id + "\0";
    }

    private String podUid() {
        return "00000000-0000-4000-8000-" + sandboxId.substring(0, 12);
    }

    String json() {
        int at = image.lastIndexOf('@');
        String tagged = at < 0 ? image : image.substring(0, at);
        int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
        Map<String, String> labels = new TreeMap<>();
        if (pod != null && namespace != null) {
            labels.put("io.kubernetes.container.name", name);
            labels.put("io.kubernetes.pod.name", pod);
            labels.put("io.kubernetes.pod.namespace", namespace);
            labels.put("io.kubernetes.pod.uid", podUid());
        }
        return JsonWriter.compact()
                .object()
                .key("container")
                .object()
                .member("id", id())
                .member("full_id", id)
                .member("type", pod == null ? DOCKER : CONTAINERD)
                .member("name", name)
                .member("image", image)
                .member("imagerepo", colon < 0 ? tagged : tagged.substring(0, colon))
                .member("imagetag", colon < 0 ? "latest" : tagged.substring(colon + 1))
                .member("imagedigest", at < 0 ? "" : image.substring(at + 1))
                .member("privileged", false)
                .member("lookup_state", 1)
                .member("ip", "10.0.0.3")
                .member("pod_sandbox_id", pod == null ? "" : sandboxId)
                .key("labels")
                .tree(labels)
                .key("pod_sandbox_labels")
                .tree(Map.of())
                .end()
                .end()
                .json();
    }
}
