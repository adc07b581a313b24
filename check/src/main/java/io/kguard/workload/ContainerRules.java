// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
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
        String folder = container.getWorkingDir();
        if (folder != null && !folder.isEmpty()) {
            checks.absolutePath(at.key("workingDir"), folder);
        }
        String log = container.getTerminationMessagePath();
        if (log != null && !log.isEmpty()) {
            checks.absolutePath(at.key("terminationMessagePath"), log);
        }
        variables(at, container);
        mounts(at.key("volumeMounts"), orNone(container.getVolumeMounts()));
        ports(at.key("ports"), orNone(container.getPorts()));
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

    private void image(FieldPath at, @Nullable String image) {
        if (image == null || image.isBlank()) {
            checks.problem(at, "is missing", "for example base");
        } else if (!image.equals(image.strip()) || image.length() > 4096) {
            checks.problem(
                    at, "can't be " + Quoted.of(image), "a name without spaces around it, at most 4096 characters");
        }
    }

    private void variables(FieldPath at, Container container) {
        List<EnvVar> variables = orNone(container.getEnv());
        checks.atMost(at.key("env"), variables.size(), MAX_VARIABLES);
        for (int i = 0; i < variables.size(); i++) {
            EnvVar variable = variables.get(i);
            FieldPath here = at.key("env").item(i);
            checks.required(here.key("name"), variable.getName(), NameRule.ENVIRONMENT_VARIABLE);
            if (variable.getValueFrom() != null) {
                if (variable.getValue() != null && !variable.getValue().isEmpty()) {
                    checks.problem(here.key("valueFrom"), "is one source too many, after value", "remove one");
                }
                checks.one(here.key("valueFrom"), Json.tree(variable.getValueFrom()));
            }
        }
        List<EnvFromSource> sources = orNone(container.getEnvFrom());
        checks.atMost(at.key("envFrom"), sources.size(), MAX_VARIABLES);
        for (int i = 0; i < sources.size(); i++) {
            FieldPath here = at.key("envFrom").item(i);
            checks.optional(here.key("prefix"), sources.get(i).getPrefix(), NameRule.ENVIRONMENT_VARIABLE);
            Map<String, Object> kinds = new LinkedHashMap<>(Json.tree(sources.get(i)));
            kinds.remove("prefix");
            checks.one(here, kinds);
        }
    }

    private void mounts(FieldPath at, List<VolumeMount> mounts) {
        checks.atMost(at, mounts.size(), MAX_MOUNTS);
        for (int i = 0; i < mounts.size(); i++) {
            VolumeMount mount = mounts.get(i);
            FieldPath here = at.item(i);
            checks.required(here.key("name"), mount.getName(), NameRule.DNS_LABEL);
            checks.absolutePath(here.key("mountPath"), mount.getMountPath());
            checks.relativePath(here.key("subPath"), mount.getSubPath());
            checks.relativePath(here.key("subPathExpr"), mount.getSubPathExpr());
        }
        checks.distinct(
                at, "mountPath", mounts.stream().map(VolumeMount::getMountPath).toList());
    }

    private void ports(FieldPath at, List<ContainerPort> ports) {
        checks.atMost(at, ports.size(), MAX_PORTS);
        for (int i = 0; i < ports.size(); i++) {
            ContainerPort port = ports.get(i);
            FieldPath here = at.item(i);
            checks.optional(here.key("name"), port.getName(), NameRule.PORT);
            if (port.getContainerPort() == null) {
                checks.problem(here.key("containerPort"), "is missing", "from 1 to 65535");
            }
            checks.range(here.key("containerPort"), port.getContainerPort(), 1, 65535);
            checks.range(here.key("hostPort"), port.getHostPort(), 0, 65535);
            if (port.getHostIP() != null && !port.getHostIP().isEmpty()) {
                checks.address(here.key("hostIP"), port.getHostIP());
            }
            if (port.getProtocol() != null && !PROTOCOLS.contains(port.getProtocol())) {
                checks.problem(here.key("protocol"), "can't be " + Quoted.of(port.getProtocol()), "TCP, UDP or SCTP");
            }
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
            checks.atMost(
                    at.key("capabilities").key("add"),
                    orNone(capabilities.getAdd()).size(),
                    MAX_PORTS);
            checks.atMost(
                    at.key("capabilities").key("drop"),
                    orNone(capabilities.getDrop()).size(),
                    MAX_PORTS);
        }
    }

    public static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
