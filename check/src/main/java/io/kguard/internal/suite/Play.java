// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event script that real processes play.
 *
 * @param parts its containers: each is the only one of a pod
 * @param acts whether any process acts; else the start of the pods is the whole act
 */
public record Play(List<Part> parts, boolean acts) {
    /**
     * A container of the script.
     *
     * @param pod its pod
     * @param plan what {@code kguard-suite} reads in it; null if no process of the script runs there
     */
    public record Part(Pod pod, @Nullable String plan) {}

    public Play {
        parts = List.copyOf(parts);
    }

    /** The pods. */
    public List<Pod> pods() {
        return parts.stream().map(Part::pod).toList();
    }
}
