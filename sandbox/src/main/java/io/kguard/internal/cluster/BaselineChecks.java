// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.cluster.SecuredPod.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the level {@code baseline} of the Pod Security Standards forbids.
 *
 * <p>Source: Kubernetes, "Pod Security Standards"; the messages are those of its admission.
 */
final class BaselineChecks {
    private static final Set<String> CAPABILITIES =
            Set.of(("AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID "
                            + "SETPCAP SETUID SYS_CHROOT")
                    .split(" "));
    private static final Set<String> SYSCTLS =
            Set.of(("kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.tcp_syncookies "
                            + "net.ipv4.ping_group_range net.ipv4.ip_unprivileged_port_start")
                    .split(" "));
    private static final Set<String> SYSCTLS_29 =
            Set.of(("net.ipv4.tcp_keepalive_time net.ipv4.tcp_fin_timeout net.ipv4.tcp_keepalive_intvl "
                            + "net.ipv4.tcp_keepalive_probes")
                    .split(" "));
    private static final Set<String> SYSCTLS_32 = Set.of("net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem");
    private static final Set<String> SELINUX_TYPES = Set.of("", "container_t", "container_init_t", "container_kvm_t");
    private static final String APPARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final String SECCOMP = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";

    private BaselineChecks() {}

    static @Nullable Violation appArmor(SecuredPod pod) {
        Predicate<String> allowed = type -> type.equals("RuntimeDefault") || type.equals("Localhost");
        List<String> bad = new ArrayList<>(pod.valuesAt("/appArmorProfile/type", allowed));
        String setters = setters(pod, "/appArmorProfile/type", allowed);
        TreeSet<String> annotations = new TreeSet<>();
        pod.metadata().path("annotations").properties().forEach(entry -> {
            String value = entry.getValue().asString("");
            if (entry.getKey().startsWith(APPARMOR)
                    && !(value.isEmpty() || value.equals("runtime/default") || value.startsWith("localhost/"))) {
                annotations.add(entry.getKey() + "=\"" + value + "\"");
            }
        });
        if (!annotations.isEmpty()) {
            bad.addAll(annotations);
            setters += (setters.isEmpty() ? "" : " and ") + SecuredPod.plural("annotation", annotations);
        }
        return Violation.bySetters(
                setters,
                SecuredPod.plural("forbidden AppArmor profile", bad),
                " must not set AppArmor profile type to " + SecuredPod.quoted(bad));
    }

    private static String setters(SecuredPod pod, String pointer, Predicate<String> allowed) {
        Predicate<JsonNode> sets = context -> {
            JsonNode value = context.at(pointer);
            return !value.isMissingNode() && !allowed.test(value.asString(""));
        };
        return pod.setters(sets);
    }

    static @Nullable Violation capabilities(SecuredPod pod) {
        TreeSet<String> added = new TreeSet<>();
        List<String> adding = pod.containersAdding(CAPABILITIES, added);
        return Violation.byContainers(
                adding,
                "non-default capabilities",
                " must not include " + SecuredPod.quoted(added) + " in securityContext.capabilities.add");
    }

    static @Nullable Violation hostNamespaces(SecuredPod pod) {
        List<String> shared = Stream.of("hostNetwork", "hostPID", "hostIPC")
                .filter(field -> pod.spec().path(field).asBoolean(false))
                .map(field -> field + "=true")
                .toList();
        return Violation.by(shared, "host namespaces", String.join(", ", shared));
    }

    static @Nullable Violation hostPaths(SecuredPod pod) {
        List<String> volumes = pod.spec()
                .path("volumes")
                .valueStream()
                .filter(volume -> volume.has("hostPath"))
                .map(SecuredPod::name)
                .toList();
        return Violation.by(
                volumes, "hostPath volumes", SecuredPod.plural("volume", volumes) + " " + SecuredPod.quoted(volumes));
    }

    static @Nullable Violation hostPorts(SecuredPod pod) {
        TreeSet<String> ports = new TreeSet<>();
        List<String> containers = new ArrayList<>();
        for (JsonNode container : pod.containers()) {
            List<String> own = container
                    .path("ports")
                    .valueStream()
                    .map(port -> port.path("hostPort").asInt(0))
                    .filter(port -> port != 0)
                    .map(String::valueOf)
                    .toList();
            if (!own.isEmpty()) {
                ports.addAll(own);
                containers.add(SecuredPod.name(container));
            }
        }
        return Violation.byContainers(
                containers,
                "hostPort",
                (containers.size() == 1 ? " uses " : " use ") + SecuredPod.plural("hostPort", ports) + " "
                        + String.join(", ", ports));
    }

    static @Nullable Violation privileged(SecuredPod pod) {
        return Violation.byContainers(
                pod.containersWith(context -> context.path("privileged").asBoolean(false)),
                "privileged",
                " must not set securityContext.privileged=true");
    }

    static @Nullable Violation procMount(SecuredPod pod) {
        TreeSet<String> types = new TreeSet<>();
        List<String> containers = pod.containersWith(context -> {
            String type = context.path("procMount").asString("Default");
            return !type.equals("Default") && (types.add(type) || types.contains(type));
        });
        return Violation.byContainers(
                containers, "procMount", " must not set securityContext.procMount to " + SecuredPod.quoted(types));
    }

    static @Nullable Violation selinux(SecuredPod pod) {
        Predicate<String> isType =
                type -> SELINUX_TYPES.contains(type) || pod.minor() >= 31 && type.equals("container_engine_t");
        Predicate<String> isUnset = String::isEmpty;
        String options = "/seLinuxOptions/";
        Predicate<JsonNode> sets =
                context -> !isType.test(context.at(options + "type").asString(""))
                        || !context.at(options + "user").asString("").isEmpty()
                        || !context.at(options + "role").asString("").isEmpty();
        String setters = pod.setters(sets);
        if (setters.isEmpty()) {
            return null;
        }
        List<String> data = new ArrayList<>();
        TreeSet<String> types = pod.valuesAt(options + "type", isType);
        if (!types.isEmpty()) {
            data.add(SecuredPod.plural("type", types) + " " + SecuredPod.quoted(types));
        }
        for (String field : List.of("user", "role")) {
            if (!pod.valuesAt(options + field, isUnset).isEmpty()) {
                data.add(field + " may not be set");
            }
        }
        return new Violation(
                "seLinuxOptions",
                setters + " set forbidden securityContext.seLinuxOptions: " + String.join("; ", data));
    }

    static @Nullable Violation seccomp(SecuredPod pod) {
        if (pod.minor() < 19) {
            return seccompAnnotations(pod);
        }
        String field = "/seccompProfile/type";
        return Violation.bySetters(
                setters(pod, field, RestrictedChecks::isSeccompType),
                "seccompProfile",
                " must not set securityContext.seccompProfile.type to "
                        + SecuredPod.quoted(pod.valuesAt(field, RestrictedChecks::isSeccompType)));
    }

    private static @Nullable Violation seccompAnnotations(SecuredPod pod) {
        List<String> keys = new ArrayList<>(List.of(SECCOMP));
        pod.containers().forEach(container -> keys.add(SECCOMP_CONTAINER + SecuredPod.name(container)));
        TreeSet<String> forbidden = new TreeSet<>();
        for (String key : keys) {
            JsonNode value = pod.metadata().path("annotations").path(key);
            String text = value.asString("");
            if (!value.isMissingNode()
                    && !text.equals("runtime/default")
                    && !text.equals("docker/default")
                    && !text.startsWith("localhost/")) {
                forbidden.add(key + "=\"" + text + "\"");
            }
        }
        return Violation.by(
                forbidden,
                "seccompProfile",
                "forbidden " + SecuredPod.plural("annotation", forbidden) + " " + String.join(", ", forbidden));
    }

    static @Nullable Violation sysctls(SecuredPod pod) {
        List<String> forbidden = pod.spec()
                .at("/securityContext/sysctls")
                .valueStream()
                .map(SecuredPod::name)
                .filter(name -> !SYSCTLS.contains(name)
                        && !(pod.minor() >= 27 && name.equals("net.ipv4.ip_local_reserved_ports"))
                        && !(pod.minor() >= 29 && SYSCTLS_29.contains(name))
                        && !(pod.minor() >= 32 && SYSCTLS_32.contains(name)))
                .toList();
        return Violation.by(forbidden, "forbidden sysctls", String.join(", ", forbidden));
    }

    static @Nullable Violation windowsHostProcess(SecuredPod pod) {
        return Violation.bySetters(
                pod.setters(context -> context.at("/windowsOptions/hostProcess").asBoolean(false)),
                "hostProcess",
                " must not set securityContext.windowsOptions.hostProcess=true");
    }
}
