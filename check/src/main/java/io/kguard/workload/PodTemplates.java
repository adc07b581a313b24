// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.BiConsumer;

/** Finds the templates of pods in an object of any kind, such as a CronJob. */
final class PodTemplates {
    private final BiConsumer<FieldPath, PodTemplateSpec> found;

    PodTemplates(BiConsumer<FieldPath, PodTemplateSpec> found) {
        this.found = found;
    }

    void visit(HasMetadata object) {
        visit(FieldPath.ROOT, object.getClass(), Json.tree(object));
    }

    private void visit(FieldPath at, Class<?> type, Map<?, ?> object) {
        ManifestModel.fields(type).forEach((name, model) -> {
            if (object.get(name) instanceof Map<?, ?> value) {
                visit(at.key(name), model, value);
            }
        });
    }

    private void visit(FieldPath at, Type model, Map<?, ?> value) {
        if (model == PodTemplateSpec.class) {
            found.accept(at, Json.typed(value, PodTemplateSpec.class));
        } else if (ManifestModel.isObject(model)) {
            visit(at, (Class<?>) model, value);
        }
    }
}
