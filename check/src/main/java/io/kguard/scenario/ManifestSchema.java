// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.kguard.workload.ManifestModel;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The schema of manifests, with the keys and types that {@link ManifestReader} takes: those of the model. */
final class ManifestSchema {
    /** What else stands for a number or a flag: one of the file's values. */
    private static final SchemaType PLACE =
            SchemaType.of("type", "string").and("pattern", "\\$\\{[a-zA-Z][a-zA-Z0-9]*}");

    private static final SchemaType NUMBER = SchemaType.either(List.of(
            SchemaType.of("type", "integer"), SchemaType.of("type", "string").and("pattern", "^[-+]?[0-9]+$"), PLACE));
    private static final SchemaType FLAG = SchemaType.either(List.of(SchemaType.FLAG, PLACE));
    private static final SchemaType ANYTHING = new SchemaType(Map.of());

    /** Keys without which no pod starts. */
    private static final Map<Class<?>, List<String>> REQUIRED = Map.of(
            PodSpec.class, List.of("containers"),
            Container.class, List.of("name", "image"),
            VolumeMount.class, List.of("name", "mountPath"));

    private final Map<String, SchemaType> definitions = new TreeMap<>();

    /** The type of a scenario's pods. */
    SchemaType pod() {
        return SchemaType.of(
                "allOf",
                List.of(
                        of(Pod.class).keywords(),
                        SchemaType.ANY_MAPPING
                                .and(
                                        "properties",
                                        Map.of(
                                                "metadata",
                                                SchemaType.ANY_MAPPING
                                                        .requiring(List.of("name"))
                                                        .keywords()))
                                .requiring(List.of("metadata", "spec"))
                                .keywords()));
    }

    /** The type of objects of a class. Their keys are in the definitions. */
    SchemaType of(Class<?> model) {
        String name = model.getSimpleName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, SchemaType.ANY_MAPPING); // an object may be a part of itself
            Map<String, SchemaType> types = new LinkedHashMap<>();
            // what a cluster fills in is long, and nobody writes it
            ManifestModel.fields(model)
                    .forEach((key, type) -> types.put(key, key.equals("status") ? SchemaType.ANY_MAPPING : of(type)));
            SchemaType mapping = SchemaType.mapping(types);
            List<String> required = REQUIRED.getOrDefault(model, List.of());
            definitions.put(name, required.isEmpty() ? mapping : mapping.requiring(required));
        }
        return SchemaType.ref(name);
    }

    private SchemaType of(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return SchemaType.list(of(generic.getActualTypeArguments()[0]));
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return SchemaType.ANY_MAPPING.and(
                    "additionalProperties",
                    of(generic.getActualTypeArguments()[1]).keywords());
        } else if (type instanceof Class<?> model && ManifestReader.isMapping(model)) {
            return of(model);
        } else if (type == Boolean.class) {
            return FLAG;
        } else if (type == Integer.class || type == Long.class) {
            return NUMBER;
        } else if (type == String.class) {
            return SchemaType.TEXT;
        }
        return ANYTHING;
    }

    /** The types that others refer to, by name. */
    Map<String, SchemaType> definitions() {
        return definitions;
    }
}
