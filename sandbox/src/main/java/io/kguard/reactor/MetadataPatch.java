// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kguard.workload.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Labels or annotates a pod or its node. Falco Talon replaces values, and then removes those that are empty. Where there
 * are none, it puts one of its own first, which it removes again.
 */
final class MetadataPatch {
    private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);
    private static final String FIRST = "pod";
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final String field;
    private final Map<String, String> values;

    /**
     * A change.
     *
     * @param field {@code labels} or {@code annotations}
     * @param values the values; an empty one is removed
     */
    MetadataPatch(KubernetesClient client, String field, Map<String, String> values) {
        this.client = client;
        this.field = field;
        this.values = new LinkedHashMap<>(values);
    }

    void change(HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        Map<String, String> present = field.equals("labels") ? metadata.getLabels() : metadata.getAnnotations();
        if (present == null || present.isEmpty()) {
            if (field.equals("labels")) {
                metadata.setLabels(Map.of(FIRST, FIRST));
            } else {
                metadata.setAnnotations(Map.of(FIRST, FIRST));
            }
            client.resource(object).update();
            values.put(FIRST, "");
        }
        patch(object, false);
        try {
            patch(object, true);
        } catch (KubernetesClientException e) {
            if (e.getCode() != UNPROCESSABLE) {
                throw e;
            } // it had no such label, which Falco Talon does not mind
        }
    }

    private void patch(HasMetadata object, boolean remove) {
        List<Map<String, String>> operations = new ArrayList<>();
        values.forEach((name, value) -> {
            if (value.isEmpty() == remove) {
                Map<String, String> operation = new LinkedHashMap<>();
                operation.put("op", remove ? "remove" : "replace");
                operation.put("path", "/metadata/" + field + "/" + name.replace("/", "~1"));
                if (!remove) {
                    operation.put("value", value);
                }
                operations.add(operation);
            }
        });
        client.resource(object).patch(JSON_PATCH, Json.KUBERNETES.asJson(operations));
    }
}
