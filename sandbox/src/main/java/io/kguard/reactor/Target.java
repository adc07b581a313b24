// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.kguard.engine.Alert;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pod that an alert is about.
 *
 * @param namespace the pod's namespace
 * @param pod the pod's name
 */
record Target(String namespace, String pod) {

    /** The pod that the fields of an alert's output name, or null if they name none. */
    static @Nullable Target of(Alert alert) {
        Target named = of(alert.fields(), "k8s.ns.name", "k8s.pod.name");
        if (named != null) {
            return named;
        }
        Target audited = of(alert.fields(), "ka.target.namespace", "ka.target.pod.name");
        if (audited != null) {
            return audited;
        }
        Object resource = alert.fields().get("ka.target.resource");
        return resource == null || resource.equals("pods")
                ? of(alert.fields(), "ka.target.namespace", "ka.target.name")
                : null;
    }

    private static @Nullable Target of(Map<String, @Nullable Object> fields, String namespace, String name) {
        return fields.get(namespace) instanceof String where && fields.get(name) instanceof String pod
                ? new Target(where, pod)
                : null;
    }

    @Override
    public String toString() {
        return "pod " + namespace + "/" + pod;
    }
}
