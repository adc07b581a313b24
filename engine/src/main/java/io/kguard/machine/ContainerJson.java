package io.kguard.machine;

import io.kguard.event.IpText;
import io.kguard.event.JsonString;
import io.kguard.event.TextPool;
import io.kguard.machine.Container.Mount;
import io.kguard.machine.Container.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Containers as the JSON of container events; every key is optional. */
final class ContainerJson {
    private static final long LOOKUP_STARTED = 0;
    private static final long LOOKUP_FAILED = 2;

    private ContainerJson() {}

    static Container read(String json) {
        if (!(Json.parse(json) instanceof Map<?, ?> top)) {
            throw new IllegalArgumentException("no JSON of a container: it is no object");
        }
        Map<?, ?> from = container(top);
        long lookup = number(from, "lookup_state", 1);
        return Container.builder(text(from, "id"))
                .fullId(text(from, "full_id"))
                .type(ContainerType.of(number(from, "type", ContainerType.UNKNOWN.code())))
                .name(text(from, "name"))
                .image(text(from, "image"))
                .imageId(text(from, "imageid"))
                .imageRepository(text(from, "imagerepo"))
                .imageTag(text(from, "imagetag"))
                .imageDigest(text(from, "imagedigest"))
                .privileged(flag(from, "privileged"))
                .hostPid(flag(from, "host_pid"))
                .hostNetwork(flag(from, "host_network"))
                .hostIpc(flag(from, "host_ipc"))
                .podSandbox(flag(from, "is_pod_sandbox"))
                .successful(lookup != LOOKUP_STARTED && lookup != LOOKUP_FAILED)
                .createdSeconds(number(from, "created_time", 0))
                .mounts(mounts(from))
                .user(from.containsKey("User") ? text(from, "User") : TextPool.NOT_AVAILABLE)
                .healthcheck(probe(from, "Healthcheck"))
                .livenessProbe(probe(from, "LivenessProbe"))
                .readinessProbe(probe(from, "ReadinessProbe"))
                .ip(ip(text(from, "ip")))
                .cniJson(text(from, "cni_json"))
                .podSandboxId(text(from, "pod_sandbox_id"))
                .labels(texts(from, "labels"))
                .podSandboxLabels(texts(from, "pod_sandbox_labels"))
                .build();
    }

    /** Falco's container plugin also writes the keys of a container beside an empty "container". */
    private static Map<?, ?> container(Map<?, ?> top) {
        if (top.get("container") instanceof Map<?, ?> container) {
            return container;
        }
        if (top.get("id") instanceof String) {
            return top;
        }
        throw new IllegalArgumentException("no JSON of a container: it has no object \"container\"");
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

    /** An address in dotted form; 0 if it is none. */
    private static int ip(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return 0;
        }
        int address = 0;
        for (String part : parts) {
            if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
                return 0;
            }
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    static String write(Container container) {
        StringBuilder out = new StringBuilder(512).append("{\"container\":{");
        text(out, "id", container.id());
        text(out, "full_id", container.fullId());
        value(out, "type", container.type().code());
        text(out, "name", container.name());
        text(out, "image", container.image());
        text(out, "imageid", container.imageId());
        text(out, "imagerepo", container.imageRepository());
        text(out, "imagetag", container.imageTag());
        text(out, "imagedigest", container.imageDigest());
        value(out, "privileged", container.privileged());
        value(out, "host_pid", container.hostPid());
        value(out, "host_network", container.hostNetwork());
        value(out, "host_ipc", container.hostIpc());
        value(out, "is_pod_sandbox", container.podSandbox());
        value(out, "lookup_state", container.successful() ? 1 : LOOKUP_FAILED);
        value(out, "created_time", container.createdSeconds());
        value(out, "Mounts", mounts(container.mounts()));
        text(out, "User", container.user());
        probe(out, "Healthcheck", container.healthcheck());
        probe(out, "LivenessProbe", container.livenessProbe());
        probe(out, "ReadinessProbe", container.readinessProbe());
        text(out, "ip", IpText.of(false, 0, container.ip() & 0xffffffffL));
        text(out, "cni_json", container.cniJson());
        text(out, "pod_sandbox_id", container.podSandboxId());
        value(out, "labels", object(container.labels()));
        value(out, "pod_sandbox_labels", object(container.podSandboxLabels()));
        out.setLength(out.length() - 1);
        return out.append("}}").toString();
    }

    private static String mounts(List<Mount> mounts) {
        StringBuilder out = new StringBuilder("[");
        for (Mount mount : mounts) {
            out.append('{');
            text(out, "Source", mount.source());
            text(out, "Destination", mount.destination());
            text(out, "Mode", mount.mode());
            value(out, "RW", mount.writable());
            text(out, "Propagation", mount.propagation());
            out.setLength(out.length() - 1);
            out.append("},");
        }
        return closed(out, ']');
    }

    private static void probe(StringBuilder out, String key, @Nullable Probe probe) {
        if (probe == null) {
            return;
        }
        StringBuilder value = new StringBuilder("{");
        text(value, "exe", probe.exe());
        value.append("\"args\":[");
        for (String arg : probe.args()) {
            JsonString.append(value, arg);
            value.append(',');
        }
        value(out, key, closed(value, ']') + "}");
    }

    private static String object(Map<String, String> texts) {
        StringBuilder out = new StringBuilder("{");
        texts.forEach((key, value) -> text(out, key, value));
        return closed(out, '}');
    }

    private static String closed(StringBuilder out, char end) {
        if (out.charAt(out.length() - 1) == ',') {
            out.setLength(out.length() - 1);
        }
        return out.append(end).toString();
    }

    private static void text(StringBuilder out, String key, String value) {
        JsonString.append(out, key);
        out.append(':');
        JsonString.append(out, value);
        out.append(',');
    }

    private static void value(StringBuilder out, String key, Object value) {
        JsonString.append(out, key);
        out.append(':').append(value).append(',');
    }
}
