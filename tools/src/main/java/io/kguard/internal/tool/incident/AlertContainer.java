// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", "1");
        keys.put("image", image(alert));
        pod.ifPresent(name -> {
            keys.put("pod", name);
            alert.field("k8s.ns.name")
                    .filter(namespace -> !namespace.equals("default"))
                    .ifPresent(namespace -> keys.put("namespace", namespace));
        });
        if (alert.field("container.privileged").filter("true"::equals).isPresent()) {
            keys.put("privileged", true);
        }
        List<Object> mounts = mounts(alert.field("container.mounts").orElse(""));
        if (!mounts.isEmpty()) {
            keys.put("mounts", mounts);
        }
        return Optional.of(keys);
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
                Map<String, Object> keys = new LinkedHashMap<>();
                keys.put("source", parts[0]);
                keys.put("destination", parts[1]);
                if (!parts[2].isEmpty()) {
                    keys.put("mode", parts[2]);
                }
                if (parts[3].equals("false")) {
                    keys.put("writable", false);
                }
                if (!parts[4].equals("private")) {
                    keys.put("propagation", parts[4]);
                }
                mounts.add(keys);
            }
        }
        return mounts;
    }
}
