// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.cluster.SecuredPod.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which checks belong to a Pod Security Standard. They are in the order in which the API server names violations. */
final class PodSecurityChecks {
    /** The release of the simulated API server. A later version of the standards is not known to it. */
    private static final int NEWEST = 32;

    private static final List<Check> BASELINE = List.of(
            always(BaselineChecks::appArmor),
            replaced(22, BaselineChecks::capabilities),
            always(BaselineChecks::hostNamespaces),
            replaced(0, BaselineChecks::hostPaths),
            always(BaselineChecks::hostPorts),
            always(BaselineChecks::privileged),
            always(BaselineChecks::procMount),
            always(BaselineChecks::selinux),
            replaced(19, BaselineChecks::seccomp),
            always(BaselineChecks::sysctls),
            always(BaselineChecks::windowsHostProcess));

    private static final List<Check> RESTRICTED = List.of(
            since(8, RestrictedChecks::privilegeEscalation),
            since(22, RestrictedChecks::capabilities),
            always(RestrictedChecks::volumes),
            always(RestrictedChecks::nonRoot),
            since(23, RestrictedChecks::user),
            since(19, RestrictedChecks::seccomp));

    private PodSecurityChecks() {}

    /** A check, the release since which it is made, and the one since which {@code restricted} has a stricter one. */
    private record Check(int since, int replaced, Function<SecuredPod, @Nullable Violation> check) {}

    private static Check always(Function<SecuredPod, @Nullable Violation> check) {
        return since(0, check);
    }

    private static Check since(int minor, Function<SecuredPod, @Nullable Violation> check) {
        return new Check(minor, Integer.MAX_VALUE, check);
    }

    private static Check replaced(int minor, Function<SecuredPod, @Nullable Violation> check) {
        return new Check(0, minor, check);
    }

    /** How a pod violates a standard; empty if it meets it. */
    static List<Violation> violations(PodSecurityStandard standard, JsonNode manifest) {
        int minor = Math.min(standard.minor(), NEWEST);
        SecuredPod pod = SecuredPod.of(manifest, minor);
        Stream<Check> checks = switch (standard.level()) {
            case PRIVILEGED -> Stream.empty();
            case BASELINE -> BASELINE.stream();
            case RESTRICTED ->
                Stream.concat(BASELINE.stream().filter(check -> minor < check.replaced), RESTRICTED.stream());
        };
        List<Violation> violations = new ArrayList<>();
        checks.filter(check -> check.since <= minor).forEach(check -> {
            Violation violation = check.check.apply(pod);
            if (violation != null) {
                violations.add(violation);
            }
        });
        return violations;
    }
}
