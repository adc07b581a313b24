// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.kguard.internal.image.Image;
import io.kguard.internal.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The privileges of a container's processes, from its security context and the pod's.
 *
 * @param capabilities by their names without prefix
 * @param seccomp {@code Unconfined} or {@code RuntimeDefault}
 */
record Privileges(
        boolean privileged,
        Set<String> capabilities,
        ImageUsers.User user,
        boolean readOnlyRootFilesystem,
        boolean noNewPrivileges,
        String seccomp) {

    private static final String ALL = "ALL";

    static Privileges of(PodPlan pod, Container container, Image image, ImageUsers users) {
        SecurityContext own =
                container.getSecurityContext() == null ? new SecurityContext() : container.getSecurityContext();
        PodSecurityContext shared = pod.spec().getSecurityContext() == null
                ? new PodSecurityContext()
                : pod.spec().getSecurityContext();
        boolean privileged = Boolean.TRUE.equals(own.getPrivileged());
        return new Privileges(
                privileged,
                privileged ? Capability.available() : capabilities(pod, own.getCapabilities()),
                user(pod, container, own, shared, image, users),
                Boolean.TRUE.equals(own.getReadOnlyRootFilesystem()),
                Boolean.FALSE.equals(own.getAllowPrivilegeEscalation()),
                privileged ? "Unconfined" : seccomp(pod, own.getSeccompProfile(), shared.getSeccompProfile()));
    }

    private static Set<String> capabilities(PodPlan pod, @Nullable Capabilities asked) {
        Set<String> granted = Capability.defaults();
        if (asked == null) {
            return granted;
        }
        List<String> dropped = names(pod, asked.getDrop());
        List<String> added = names(pod, asked.getAdd());
        if (added.contains(ALL)) {
            granted.addAll(Capability.available());
        }
        if (dropped.contains(ALL)) {
            granted.clear();
        }
        dropped.forEach(granted::remove);
        for (String name : added) {
            if (!name.equals(ALL)) {
                granted.add(available(pod, name));
            }
        }
        return granted;
    }

    private static List<String> names(PodPlan pod, @Nullable List<String> names) {
        List<String> all = new ArrayList<>();
        for (String name : names == null ? List.<String>of() : names) {
            String plain = name.startsWith("CAP_") ? name.substring(4) : name;
            if (!plain.equals(ALL) && !Capability.exists(plain)) {
                throw pod.bad("names the unknown capability " + name);
            }
            all.add(plain);
        }
        return all;
    }

    private static String available(PodPlan pod, String name) {
        if (!Capability.available().contains(name)) {
            throw new SandboxException(
                    SandboxException.Reason.NOT_SUPPORTED,
                    "the pod " + pod.name() + " asks for the capability " + name
                            + ", which root does not have on this machine");
        }
        return name;
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
