// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.workload.UnsimulatedField;
import java.util.List;

/** Names the fields of a pod's manifest that its sandbox leaves out. */
final class UnsimulatedFields {
    private UnsimulatedFields() {}

    /** All of a pod, in sentences. */
    static List<String> notes(PodSandbox pod) {
        return texts(pod, pod.unsimulated());
    }

    /** Those of a pod with which the act might go another way, in sentences. */
    static List<String> weighty(PodSandbox pod) {
        return texts(
                pod,
                pod.unsimulated().stream().filter(UnsimulatedField::weighty).toList());
    }

    private static List<String> texts(PodSandbox pod, List<UnsimulatedField> fields) {
        String name = pod.pod().getMetadata().getName();
        return fields.stream().map(field -> "pod " + name + ": " + field).toList();
    }
}
