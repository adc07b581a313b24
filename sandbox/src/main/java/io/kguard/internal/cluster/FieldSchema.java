// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

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

/** Which fields the objects of Kubernetes have, and of which types, from the classes of its model. */
final class FieldSchema {
    private static final Map<Class<?>, Map<String, Type>> FIELDS = new ConcurrentHashMap<>();
    /** The names that the API server has for types. */
    private static final Map<Class<?>, String> TYPES =
            Map.of(String.class, "string", Boolean.class, "bool", Integer.class, "int32", Long.class, "int64");

    private final List<String> unknown = new ArrayList<>();
    private final List<String> mistyped = new ArrayList<>();

    private FieldSchema() {}

    /**
     * What is wrong with an object.
     *
     * @param unknown the paths of fields that its kind does not have, such as {@code spec.containers[0].colour}
     * @param mistyped a sentence for each value that has another type than its field
     */
    record Findings(List<String> unknown, List<String> mistyped) {
        Findings {
            unknown = List.copyOf(unknown);
            mistyped = List.copyOf(mistyped);
        }
    }

    /** Removes the fields of an object that its kind does not have, and says what is wrong with it. */
    static Findings removeUnknown(Class<?> type, ObjectNode object) {
        FieldSchema schema = new FieldSchema();
        schema.visit(type, object, "", "");
        return new Findings(schema.unknown, schema.mistyped);
    }

    /**
     * Looks at a value.
     *
     * @param path its path
     * @param field the innermost class and the names of the fields that lead to it, as the API server has them in messages
     */
    private void visit(Type type, JsonNode node, String path, String field) {
        if (type instanceof ParameterizedType container) {
            Type[] arguments = container.getActualTypeArguments();
            Type content = arguments[arguments.length - 1];
            if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    visit(content, node.get(i), path + "[" + i + "]", field);
                }
            } else if (node.isObject()) {
                node.properties()
                        .forEach(entry -> visit(content, entry.getValue(), child(path, entry.getKey()), field));
            }
        } else if (type instanceof Class<?> model && node instanceof ObjectNode object) {
            visit(model, object, path, field);
        } else if (type instanceof Class<?> scalar && node.isValueNode() && !isOf(scalar, node)) {
            mistyped.add("json: cannot unmarshal " + word(node) + " into Go struct field " + field + " of type "
                    + TYPES.get(scalar));
        }
    }

    private void visit(Class<?> model, ObjectNode object, String path, String field) {
        Map<String, Type> fields = fields(model);
        if (fields.isEmpty()) {
            return; // it may be anything
        }
        String names = field.substring(field.indexOf('.') + 1);
        for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
            Type known = fields.get(entry.getKey());
            if (known == null) {
                unknown.add(child(path, entry.getKey()));
                object.remove(entry.getKey());
            } else {
                String way = model.getSimpleName() + "." + child(names, entry.getKey());
                visit(known, entry.getValue(), child(path, entry.getKey()), way);
            }
        }
    }

    private static boolean isOf(Class<?> scalar, JsonNode node) {
        if (node.isNull() || !TYPES.containsKey(scalar)) {
            return true;
        }
        return scalar == String.class
                ? node.isString()
                : scalar == Boolean.class ? node.isBoolean() : node.isIntegralNumber();
    }

    private static String word(JsonNode node) {
        return node.isString()
                ? "string"
                : node.isBoolean() ? "bool" : node.isIntegralNumber() ? "number" : "number " + node;
    }

    private static String child(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    public static Map<String, Type> fields(Class<?> model) {
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
