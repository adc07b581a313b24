// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.cluster.SecuredPod.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which checks belong to a Pod Security Standard. They are in the order in which the API server names violations. */
final class PodSecurityChecks {
    /** The release of the simulated API server. A later version of the standards is not known to it. */
    private static final int NEWEST = 32;

    private static final List<Check> BASELINE = List.of(
            always(BaselineChecks::appArmor),
            replaced(22, (pod, minor) -> BaselineChecks.capabilities(pod)),
            always(BaselineChecks::hostNamespaces),
            replaced(0, (pod, minor) -> BaselineChecks.hostPaths(pod)),
            always(BaselineChecks::hostPorts),
            always(BaselineChecks::privileged),
            always(BaselineChecks::procMount),
            new Check(0, Integer.MAX_VALUE, BaselineChecks::selinux),
            replaced(19, BaselineChecks::seccomp),
            new Check(0, Integer.MAX_VALUE, BaselineChecks::sysctls),
            always(BaselineChecks::windowsHostProcess));

    private static final List<Check> RESTRICTED = List.of(
            since(8, RestrictedChecks::privilegeEscalation),
            since(22, RestrictedChecks::capabilities),
            always(RestrictedChecks::volumes),
            always(RestrictedChecks::nonRoot),
            since(23, (pod, minor) -> RestrictedChecks.user(pod)),
            since(19, RestrictedChecks::seccomp));

    private PodSecurityChecks() {}

    /** A check, the release since which it is made, and the one since which {@code restricted} has a stricter one. */
    private record Check(int since, int replaced, BiFunction<SecuredPod, Integer, @Nullable Violation> check) {}

    private static Check always(Function<SecuredPod, @Nullable Violation> check) {
        return new Check(0, Integer.MAX_VALUE, (pod, minor) -> check.apply(pod));
    }

    private static Check since(int minor, BiFunction<SecuredPod, Integer, @Nullable Violation> check) {
        return new Check(minor, Integer.MAX_VALUE, check);
    }

    private static Check replaced(int minor, BiFunction<SecuredPod, Integer, @Nullable Violation> check) {
        return new Check(0, minor, check);
    }

    /** How a pod violates a standard; empty if it meets it. */
    static List<Violation> violations(PodSecurityStandard standard, SecuredPod pod) {
        int minor = Math.min(standard.minor(), NEWEST);
        Stream<Check> checks = switch (standard.level()) {
            case PRIVILEGED -> Stream.empty();
            case BASELINE -> BASELINE.stream();
            case RESTRICTED ->
                Stream.concat(BASELINE.stream().filter(check -> minor < check.replaced), RESTRICTED.stream());
        };
        List<Violation> violations = new ArrayList<>();
        checks.filter(check -> check.since <= minor).forEach(check -> {
            Violation violation = check.check.apply(pod, minor);
            if (violation != null) {
                violations.add(violation);
            }
        });
        return violations;
    }
}
