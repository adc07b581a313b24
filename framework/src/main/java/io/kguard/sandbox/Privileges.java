package io.kguard.sandbox;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a container's processes may do, from its security context and the pod's.
 *
 * @param capabilities with the prefix {@code CAP_}
 * @param seccomp {@code Unconfined} or {@code RuntimeDefault}
 */
record Privileges(
        boolean privileged,
        Set<String> capabilities,
        ImageUsers.User user,
        boolean readOnlyRootFilesystem,
        boolean noNewPrivileges,
        String seccomp) {

    /** What container runtimes grant when nothing else is said. */
    static final List<String> DEFAULT_CAPABILITIES = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FSETID",
            "CAP_FOWNER",
            "CAP_MKNOD",
            "CAP_NET_RAW",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETFCAP",
            "CAP_SETPCAP",
            "CAP_NET_BIND_SERVICE",
            "CAP_SYS_CHROOT",
            "CAP_KILL",
            "CAP_AUDIT_WRITE");

    static final List<String> ALL_CAPABILITIES = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_DAC_READ_SEARCH",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETPCAP",
            "CAP_LINUX_IMMUTABLE",
            "CAP_NET_BIND_SERVICE",
            "CAP_NET_BROADCAST",
            "CAP_NET_ADMIN",
            "CAP_NET_RAW",
            "CAP_IPC_LOCK",
            "CAP_IPC_OWNER",
            "CAP_SYS_MODULE",
            "CAP_SYS_RAWIO",
            "CAP_SYS_CHROOT",
            "CAP_SYS_PTRACE",
            "CAP_SYS_PACCT",
            "CAP_SYS_ADMIN",
            "CAP_SYS_BOOT",
            "CAP_SYS_NICE",
            "CAP_SYS_RESOURCE",
            "CAP_SYS_TIME",
            "CAP_SYS_TTY_CONFIG",
            "CAP_MKNOD",
            "CAP_LEASE",
            "CAP_AUDIT_WRITE",
            "CAP_AUDIT_CONTROL",
            "CAP_SETFCAP",
            "CAP_MAC_OVERRIDE",
            "CAP_MAC_ADMIN",
            "CAP_SYSLOG",
            "CAP_WAKE_ALARM",
            "CAP_BLOCK_SUSPEND",
            "CAP_AUDIT_READ",
            "CAP_PERFMON",
            "CAP_BPF",
            "CAP_CHECKPOINT_RESTORE");

    static Privileges of(PodPlan pod, Container container, Image image, ImageUsers users) {
        SecurityContext own =
                container.getSecurityContext() == null ? new SecurityContext() : container.getSecurityContext();
        PodSecurityContext shared = pod.spec().getSecurityContext() == null
                ? new PodSecurityContext()
                : pod.spec().getSecurityContext();
        boolean privileged = Boolean.TRUE.equals(own.getPrivileged());
        return new Privileges(
                privileged,
                privileged ? new LinkedHashSet<>(ALL_CAPABILITIES) : capabilities(pod, own.getCapabilities()),
                user(pod, container, own, shared, image, users),
                Boolean.TRUE.equals(own.getReadOnlyRootFilesystem()),
                Boolean.FALSE.equals(own.getAllowPrivilegeEscalation()),
                privileged ? "Unconfined" : seccomp(pod, own.getSeccompProfile(), shared.getSeccompProfile()));
    }

    private static Set<String> capabilities(PodPlan pod, @Nullable Capabilities asked) {
        Set<String> granted = new LinkedHashSet<>(DEFAULT_CAPABILITIES);
        if (asked == null) {
            return granted;
        }
        List<String> dropped = asked.getDrop() == null ? List.of() : asked.getDrop();
        List<String> added = asked.getAdd() == null ? List.of() : asked.getAdd();
        if (added.contains("ALL")) {
            granted.addAll(ALL_CAPABILITIES);
        }
        if (dropped.contains("ALL")) {
            granted.clear();
        }
        dropped.stream().filter(name -> !name.equals("ALL")).forEach(name -> granted.remove(checked(pod, name)));
        added.stream().filter(name -> !name.equals("ALL")).forEach(name -> granted.add(checked(pod, name)));
        return granted;
    }

    private static String checked(PodPlan pod, String name) {
        String full = name.startsWith("CAP_") ? name : "CAP_" + name;
        if (!ALL_CAPABILITIES.contains(full)) {
            throw pod.bad("names the unknown capability " + name);
        }
        return full;
    }

    private static ImageUsers.User user(
            PodPlan pod,
            Container container,
            SecurityContext own,
            PodSecurityContext shared,
            Image image,
            ImageUsers users) {
        Long uid = own.getRunAsUser() != null ? own.getRunAsUser() : shared.getRunAsUser();
        Long gid = own.getRunAsGroup() != null ? own.getRunAsGroup() : shared.getRunAsGroup();
        String base = uid != null
                ? uid.toString()
                : image.config().user().isEmpty() ? "0" : image.config().user();
        ImageUsers.User user = users.find(base);
        List<Long> additional = new ArrayList<>(user.additionalGids());
        if (shared.getSupplementalGroups() != null) {
            additional.addAll(shared.getSupplementalGroups());
        }
        if (shared.getFsGroup() != null) {
            additional.add(shared.getFsGroup());
        }
        boolean nonRoot =
                Boolean.TRUE.equals(own.getRunAsNonRoot() != null ? own.getRunAsNonRoot() : shared.getRunAsNonRoot());
        if (nonRoot && user.uid() == 0) {
            throw pod.bad("demands runAsNonRoot, but its container " + container.getName()
                    + " would run as root; set runAsUser");
        }
        return new ImageUsers.User(user.uid(), gid != null ? gid : user.gid(), additional);
    }

    private static String seccomp(PodPlan pod, @Nullable SeccompProfile own, @Nullable SeccompProfile shared) {
        SeccompProfile profile = own != null ? own : shared;
        String type = profile == null || profile.getType() == null ? "Unconfined" : profile.getType();
        if (!type.equals("Unconfined") && !type.equals("RuntimeDefault")) {
            throw pod.bad("asks for a seccomp profile of the type " + type
                    + "; the sandbox knows RuntimeDefault and Unconfined");
        }
        return type;
    }
}
