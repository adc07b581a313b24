// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which fields the objects of Kubernetes have, from the classes of its model. */
final class FieldSchema {
    private static final Map<Class<?>, Map<String, Type>> FIELDS = new ConcurrentHashMap<>();

    private FieldSchema() {}

    /**
     * Removes the fields of an object that its kind does not have.
     *
     * @return their paths, such as {@code spec.containers[0].colour}
     */
    static List<String> removeUnknown(Class<?> type, ObjectNode object) {
        List<String> unknown = new ArrayList<>();
        removeUnknown(type, object, "", unknown);
        return unknown;
    }

    private static void removeUnknown(Type type, JsonNode node, String path, List<String> unknown) {
        if (type instanceof ParameterizedType container) {
            Type[] arguments = container.getActualTypeArguments();
            Type content = arguments[arguments.length - 1];
            if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    removeUnknown(content, node.get(i), path + "[" + i + "]", unknown);
                }
            } else if (node.isObject()) {
                node.properties()
                        .forEach(entry ->
                                removeUnknown(content, entry.getValue(), child(path, entry.getKey()), unknown));
            }
        } else if (type instanceof Class<?> model && node instanceof ObjectNode object) {
            Map<String, Type> fields = fields(model);
            if (fields.isEmpty()) {
                return; // it may be anything
            }
            for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
                Type field = fields.get(entry.getKey());
                if (field == null) {
                    unknown.add(child(path, entry.getKey()));
                    object.remove(entry.getKey());
                } else {
                    removeUnknown(field, entry.getValue(), child(path, entry.getKey()), unknown);
                }
            }
        }
    }

    private static String child(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    static Map<String, Type> fields(Class<?> model) {
        return FIELDS.computeIfAbsent(model, FieldSchema::read);
    }

    private static Map<String, Type> read(Class<?> model) {
        Map<String, Type> fields = new HashMap<>();
        for (Class<?> type = model; type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                JsonProperty property = field.getAnnotation(JsonProperty.class);
                if (property != null) {
                    fields.put(property.value(), field.getGenericType());
                }
            }
        }
        return Map.copyOf(fields);
    }
}
