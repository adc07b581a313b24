// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the uid of a thread's pod in its cgroups, as the plugin {@code k8smeta} does. */
final class PodUid {
    /** A kubelet's cgroup of a pod; with underscores if systemd drives the cgroups. */
    private static final Pattern POD =
            Pattern.compile("pod([a-z0-9]{8}[-_][a-z0-9]{4}[-_][a-z0-9]{4}[-_][a-z0-9]{4}[-_][a-z0-9]{12})");

    private PodUid() {}

    /**
     * The uid in the first cgroup that has one; empty if none has.
     *
     * @param cgroups entries {@code subsystem=path}
     */
    public static String in(List<String> cgroups) {
        for (String cgroup : cgroups) {
            Matcher pod = POD.matcher(cgroup);
            if (pod.find(cgroup.indexOf('=') + 1)) {
                return pod.group(1).replace('_', '-');
            }
        }
        return "";
    }
}
