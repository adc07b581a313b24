// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.IpAddress;
import io.kguard.event.JsonValue;
import io.kguard.event.TextPool;
import io.kguard.internal.machine.Container.Mount;
import io.kguard.internal.machine.Container.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Containers in the JSON of container events. Every key is optional. */
final class ContainerJson {
    private static final long LOOKUP_STARTED = 0;
    private static final long LOOKUP_FAILED = 2;

    private ContainerJson() {}

    static Container read(String json) {
        if (!(JsonValue.parseLenient(json).tree() instanceof Map<?, ?> top)) {
            throw new IllegalArgumentException("not the JSON of a container: it is not an object");
        }
        return of(container(top));
    }

    /** A container by its keys. */
    static Container of(Map<?, ?> from) {
        long lookup = number(from, "lookup_state", 1);
        return new Container(
                text(from, "id"),
                text(from, "full_id"),
                Container.Type.of(number(from, "type", Container.Type.UNKNOWN.code())),
                text(from, "name"),
                text(from, "image"),
                text(from, "imageid"),
                text(from, "imagerepo"),
                text(from, "imagetag"),
                text(from, "imagedigest"),
                flag(from, "privileged"),
                flag(from, "host_pid"),
                flag(from, "host_network"),
                flag(from, "host_ipc"),
                lookup != LOOKUP_STARTED && lookup != LOOKUP_FAILED,
                mounts(from),
                from.containsKey("User") ? text(from, "User") : TextPool.NOT_AVAILABLE,
                probe(from, "Healthcheck"),
                probe(from, "LivenessProbe"),
                probe(from, "ReadinessProbe"),
                (int) Math.max(0, IpAddress.parseIpv4(text(from, "ip"))),
                text(from, "ip"),
                text(from, "cni_json"),
                text(from, "pod_sandbox_id"),
                texts(from, "labels"),
                texts(from, "pod_sandbox_labels"));
    }

    /** Falco's container plugin may also write a container's keys next to an empty "container". */
    private static Map<?, ?> container(Map<?, ?> top) {
        if (top.get("container") instanceof Map<?, ?> container) {
            return container;
        }
        if (top.get("id") instanceof String) {
            return top;
        }
        throw new IllegalArgumentException("not the JSON of a container: it has no object \"container\"");
    }

    private static List<Mount> mounts(Map<?, ?> from) {
        List<Mount> mounts = new ArrayList<>();
        for (Object entry : from.get("Mounts") instanceof List<?> list ? list : List.of()) {
            if (entry instanceof Map<?, ?> mount) {
                mounts.add(new Mount(
                        text(mount, "Source"),
                        text(mount, "Destination"),
                        text(mount, "Mode"),
                        flag(mount, "RW"),
                        text(mount, "Propagation")));
            }
        }
        return mounts;
    }

    private static @Nullable Probe probe(Map<?, ?> from, String key) {
        if (!(from.get(key) instanceof Map<?, ?> probe)) {
            return null;
        }
        List<String> args = new ArrayList<>();
        for (Object arg : probe.get("args") instanceof List<?> list ? list : List.of()) {
            args.add(String.valueOf(arg));
        }
        return new Probe(text(probe, "exe"), args);
    }

    private static Map<String, String> texts(Map<?, ?> from, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (from.get(key) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> texts.put(String.valueOf(name), value == null ? "" : String.valueOf(value)));
        }
        return texts;
    }

    private static String text(Map<?, ?> from, String key) {
        return from.get(key) instanceof String text ? text : "";
    }

    private static long number(Map<?, ?> from, String key, long otherwise) {
        return from.get(key) instanceof Long number ? number : otherwise;
    }

    private static boolean flag(Map<?, ?> from, String key) {
        return Boolean.TRUE.equals(from.get(key));
    }
}
