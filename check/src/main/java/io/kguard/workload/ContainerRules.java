// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Kubernetes' rules for the fields of a container. */
@API(status = API.Status.INTERNAL)
public final class ContainerRules {
    private static final int MAX_MOUNTS = 64;
    private static final int MAX_VARIABLES = 500;
    private static final int MAX_PORTS = 100;
    private static final long MAX_ID = Integer.MAX_VALUE;
    private static final BigDecimal MAX_MEMORY = BigDecimal.valueOf(2L << 30);
    private static final BigDecimal MAX_CPU = BigDecimal.valueOf(64);
    private static final BigDecimal MAX_OTHER = BigDecimal.valueOf(1L << 50);
    private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "SCTP");

    private final FieldChecks checks;

    ContainerRules(FieldChecks checks) {
        this.checks = checks;
    }

    void check(FieldPath at, Container container) {
        checks.required(at.key("name"), container.getName(), NameRule.DNS_LABEL);
        image(at.key("image"), container.getImage());
        path(at.key("workingDir"), container.getWorkingDir());
        path(at.key("terminationMessagePath"), container.getTerminationMessagePath());
        variables(at, container);
        mounts(at.key("volumeMounts"), orNone(container.getVolumeMounts()));
        checks.each(at.key("ports"), container.getPorts(), MAX_PORTS, this::port);
        resources(at.key("resources"), container);
        securityContext(at.key("securityContext"), container.getSecurityContext());
        HookRules hooks = new HookRules(checks);
        hooks.lifecycle(at.key("lifecycle"), container.getLifecycle());
        hooks.probe(at.key("livenessProbe"), container.getLivenessProbe(), true);
        hooks.probe(at.key("startupProbe"), container.getStartupProbe(), true);
        hooks.probe(at.key("readinessProbe"), container.getReadinessProbe(), false);
    }

    /** Checks an init container that is no sidecar: nothing watches it, and it ends by itself. */
    void checkRunsToItsEnd(FieldPath at, Container container) {
        Map<String, Object> fields = Json.tree(container);
        for (String field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
            if (fields.containsKey(field)) {
                checks.problem(
                        at.key(field),
                        "is not for an init container that runs to its end",
                        "restartPolicy: Always makes it a sidecar");
            }
        }
    }

    private void path(FieldPath at, @Nullable String path) {
        if (path != null && !path.isEmpty()) {
            checks.absolutePath(at, path);
        }
    }

    private void image(FieldPath at, @Nullable String image) {
        if (image == null || image.isBlank()) {
            checks.problem(at, "is missing", "for example base");
        } else if (!image.equals(image.strip()) || image.length() > 4096) {
            checks.problem(
                    at, "can't be " + Quoted.of(image), "a name without spaces around it, at most 4096 characters");
        }
    }

    private void variables(FieldPath at, Container container) {
        checks.each(at.key("env"), container.getEnv(), MAX_VARIABLES, (here, variable) -> {
            checks.required(here.key("name"), variable.getName(), NameRule.ENVIRONMENT_VARIABLE);
            if (variable.getValueFrom() != null) {
                if (variable.getValue() != null && !variable.getValue().isEmpty()) {
                    checks.problem(here.key("valueFrom"), "is one source too many, after value", "remove one");
                }
                checks.one(here.key("valueFrom"), Json.tree(variable.getValueFrom()));
            }
        });
        checks.each(at.key("envFrom"), container.getEnvFrom(), MAX_VARIABLES, (here, source) -> {
            checks.optional(here.key("prefix"), source.getPrefix(), NameRule.ENVIRONMENT_VARIABLE);
            Map<String, Object> kinds = new LinkedHashMap<>(Json.tree(source));
            kinds.remove("prefix");
            checks.one(here, kinds);
        });
    }

    private void mounts(FieldPath at, List<VolumeMount> mounts) {
        checks.each(at, mounts, MAX_MOUNTS, (here, mount) -> {
            checks.required(here.key("name"), mount.getName(), NameRule.DNS_LABEL);
            checks.absolutePath(here.key("mountPath"), mount.getMountPath());
            checks.relativePath(here.key("subPath"), mount.getSubPath());
            checks.relativePath(here.key("subPathExpr"), mount.getSubPathExpr());
        });
        checks.distinct(
                at, "mountPath", mounts.stream().map(VolumeMount::getMountPath).toList());
    }

    private void port(FieldPath at, ContainerPort port) {
        checks.optional(at.key("name"), port.getName(), NameRule.PORT);
        if (port.getContainerPort() == null) {
            checks.problem(at.key("containerPort"), "is missing", "from 1 to 65535");
        }
        checks.range(at.key("containerPort"), port.getContainerPort(), 1, 65535);
        checks.range(at.key("hostPort"), port.getHostPort(), 0, 65535);
        if (port.getHostIP() != null && !port.getHostIP().isEmpty()) {
            checks.address(at.key("hostIP"), port.getHostIP());
        }
        if (port.getProtocol() != null && !PROTOCOLS.contains(port.getProtocol())) {
            checks.problem(at.key("protocol"), "can't be " + Quoted.of(port.getProtocol()), "TCP, UDP or SCTP");
        }
    }

    private void resources(FieldPath at, Container container) {
        if (container.getResources() != null) {
            amounts(at.key("limits"), container.getResources().getLimits());
            amounts(at.key("requests"), container.getResources().getRequests());
        }
    }

    private void amounts(FieldPath at, @Nullable Map<String, Quantity> amounts) {
        if (amounts != null) {
            amounts.forEach((resource, amount) -> checks.quantity(
                    at.key(resource),
                    amount,
                    resource.equals("memory") ? MAX_MEMORY : resource.equals("cpu") ? MAX_CPU : MAX_OTHER));
        }
    }

    private void securityContext(FieldPath at, @Nullable SecurityContext context) {
        if (context == null) {
            return;
        }
        checks.range(at.key("runAsUser"), context.getRunAsUser(), 0, MAX_ID);
        checks.range(at.key("runAsGroup"), context.getRunAsGroup(), 0, MAX_ID);
        Capabilities capabilities = context.getCapabilities();
        if (capabilities != null) {
            FieldPath here = at.key("capabilities");
            checks.atMost(here.key("add"), orNone(capabilities.getAdd()).size(), MAX_PORTS);
            checks.atMost(here.key("drop"), orNone(capabilities.getDrop()).size(), MAX_PORTS);
        }
    }

    public static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
