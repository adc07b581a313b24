// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.cluster.SecuredPod.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the level {@code restricted} of the Pod Security Standards asks for.
 *
 * <p>Source: Kubernetes, "Pod Security Standards"; the messages are those of its admission.
 */
final class RestrictedChecks {
    private static final Set<String> VOLUMES =
            Set.of(("configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected " + "secret")
                    .split(" "));

    private RestrictedChecks() {}

    static @Nullable Violation privilegeEscalation(SecuredPod pod) {
        return pod.isExempt()
                ? null
                : Violation.byContainers(
                        pod.containersWith(context ->
                                context.path("allowPrivilegeEscalation").asBoolean(true)),
                        "allowPrivilegeEscalation != false",
                        " must set securityContext.allowPrivilegeEscalation=false");
    }

    static @Nullable Violation capabilities(SecuredPod pod) {
        if (pod.isExempt()) {
            return null;
        }
        List<String> details = new ArrayList<>();
        List<String> keeping = pod.containersWith(context -> context.at("/capabilities/drop")
                .valueStream()
                .noneMatch(name -> name.asString("").equals("ALL")));
        if (!keeping.isEmpty()) {
            details.add(SecuredPod.containers(keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
        }
        TreeSet<String> added = new TreeSet<>();
        List<String> adding = pod.containersAdding(Set.of("NET_BIND_SERVICE"), added);
        if (!adding.isEmpty()) {
            details.add(SecuredPod.containers(adding) + " must not include " + SecuredPod.quoted(added)
                    + " in securityContext.capabilities.add");
        }
        return Violation.by(details, "unrestricted capabilities", String.join("; ", details));
    }

    static @Nullable Violation volumes(SecuredPod pod) {
        List<String> volumes = new ArrayList<>();
        TreeSet<String> types = new TreeSet<>();
        for (JsonNode volume : pod.spec().path("volumes")) {
            if (VOLUMES.stream().noneMatch(volume::has)) {
                volumes.add(SecuredPod.name(volume));
                types.add(volume.propertyStream()
                        .map(entry -> entry.getKey())
                        .filter(key -> !key.equals("name"))
                        .findFirst()
                        .orElse("unknown"));
            }
        }
        return Violation.by(
                volumes,
                "restricted volume types",
                SecuredPod.plural("volume", volumes) + " " + SecuredPod.quoted(volumes)
                        + (volumes.size() == 1 ? " uses " : " use ")
                        + SecuredPod.plural("restricted volume type", types) + " "
                        + SecuredPod.quoted(types));
    }

    static @Nullable Violation nonRoot(SecuredPod pod) {
        String reason = "runAsNonRoot != true";
        String setters = pod.setters(context ->
                context.has("runAsNonRoot") && !context.path("runAsNonRoot").asBoolean(false));
        if (!setters.isEmpty()) {
            return new Violation(reason, setters + " must not set securityContext.runAsNonRoot=false");
        }
        boolean ofPod = pod.spec().at("/securityContext/runAsNonRoot").asBoolean(false);
        List<String> silent = ofPod ? List.of() : pod.containersWith(context -> !context.has("runAsNonRoot"));
        return Violation.by(
                silent,
                reason,
                "pod or " + SecuredPod.containers(silent) + " must set securityContext.runAsNonRoot=true");
    }

    static @Nullable Violation user(SecuredPod pod) {
        return Violation.bySetters(
                pod.setters(context ->
                        context.has("runAsUser") && context.path("runAsUser").asLong(-1) == 0),
                "runAsUser=0",
                " must not set runAsUser=0");
    }

    static @Nullable Violation seccomp(SecuredPod pod) {
        if (pod.isExempt()) {
            return null;
        }
        Violation forbidden = BaselineChecks.seccomp(pod);
        if (forbidden != null) {
            return forbidden;
        }
        boolean ofPod = pod.spec().path("securityContext").has("seccompProfile");
        List<String> silent = ofPod ? List.of() : pod.containersWith(context -> !context.has("seccompProfile"));
        return Violation.by(
                silent,
                "seccompProfile",
                "pod or " + SecuredPod.containers(silent)
                        + " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or"
                        + " \"Localhost\"");
    }

    static boolean isSeccompType(String type) {
        return type.equals("RuntimeDefault") || type.equals("Localhost");
    }
}
