// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.sandbox.PodSandbox;
import io.kguard.sandbox.UnsimulatedField;
import java.util.List;

/** Names the fields of manifests that a simulation leaves out. */
final class UnsimulatedText {
    private static final String ADVICE =
            "With it, the act might go another way, so a rule that stays silent proves nothing. Remove the field, or"
                    + " write the check as fires.";

    private UnsimulatedText() {}

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

    /** Why a rule does not count as silent. */
    static List<String> of(List<String> fields) {
        return fields.stream().map(field -> field + ".\n" + ADVICE).toList();
    }
}
