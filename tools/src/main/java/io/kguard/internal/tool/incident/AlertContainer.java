// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.internal.tool.alert.FalcoAlert;
import io.kguard.internal.tool.derive.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The container of an alert, as an event script has it. */
final class AlertContainer {
    private AlertContainer() {}

    /** The keys of the container; empty if the alert is of the host. */
    static Optional<Map<String, Object>> of(FalcoAlert alert) {
        Optional<String> pod = alert.field("k8s.pod.name");
        boolean contained = pod.isPresent()
                || alert.field("container.name")
                        .filter(name -> !name.equals("host"))
                        .isPresent()
                || alert.field("container.id").filter(id -> !id.equals("host")).isPresent();
        if (!contained) {
            return Optional.empty();
        }
        Optional<String> namespace =
                pod.flatMap(name -> alert.field("k8s.ns.name")).filter(name -> !name.equals("default"));
        return Optional.of(Trees.of("name", "1")
                .with("image", image(alert))
                .with("pod", pod)
                .with("namespace", namespace)
                .with(
                        "privileged",
                        alert.field("container.privileged")
                                .filter("true"::equals)
                                .map(Boolean::valueOf))
                .with("mounts", mounts(alert.field("container.mounts").orElse(""))));
    }

    private static String image(FalcoAlert alert) {
        return alert.field("container.image")
                .or(() -> alert.field("container.image.repository")
                        .map(repository -> repository
                                + alert.field("container.image.tag")
                                        .map(tag -> ":" + tag)
                                        .orElse("")))
                .orElse("image");
    }

    /** Mounts as Falco prints them: {@code source:destination:mode:writable:propagation}, with commas between them. */
    private static List<Object> mounts(String text) {
        List<Object> mounts = new ArrayList<>();
        for (String mount : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String[] parts = mount.split(":", -1);
            if (parts.length == 5) {
                mounts.add(Trees.of("source", parts[0])
                        .with("destination", parts[1])
                        .with("mode", parts[2].isEmpty() ? null : parts[2])
                        .with("writable", parts[3].equals("false") ? false : null)
                        .with("propagation", parts[4].equals("private") ? null : parts[4]));
            }
        }
        return mounts;
    }
}
