// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kguard.cluster.Cluster;
import io.kguard.sandbox.FieldProblem;
import io.kguard.sandbox.PodImages;
import io.kguard.sandbox.PodRules;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads the manifests of Kubernetes objects. A key that Kubernetes does not know is a mistake with a place, where the model itself would keep
 * it as an additional property and nobody would notice.
 */
final class ManifestReader {
    private static final String MODEL = "io.fabric8.kubernetes.api.model";
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final SourceText source;

    ManifestReader(SourceText source) {
        this.source = source;
    }

    /** The pod; null, and a problem, if the manifest can't be one. */
    @Nullable
    Pod pod(Node node) {
        if (!(node instanceof MappingNode)) {
            source.problem(node, "a pod must be a mapping, not " + YamlMapping.kind(node), "a pod manifest");
            return null;
        }
        Pod pod = convert(node, Pod.class, "a pod");
        return pod != null && complete(node, pod) ? pod : null;
    }

    /** An object that the simulated API server knows; null, and a problem, if the manifest can't be one. */
    @Nullable
    HasMetadata object(Node node) {
        YamlMapping head = YamlMapping.ofAny(source, "an object", node);
        if (head == null) {
            return null;
        }
        head.require("apiVersion", "for example v1");
        head.require("kind", "for example ServiceAccount");
        String apiVersion = head.text("apiVersion");
        String kind = head.text("kind");
        if (apiVersion == null || kind == null) {
            return null;
        }
        Class<?> type = SERIALIZATION.getRegisteredKubernetesResource(apiVersion, kind);
        if (type == null || !HasMetadata.class.isAssignableFrom(type) || !Cluster.serves(apiVersion, kind)) {
            head.problem("kind", "the simulated API server has no " + apiVersion + " " + kind, "");
            return null;
        }
        if (type == Pod.class) {
            head.problem("kind", "a pod can't be one of the cluster's objects", "list it under \"pods\"");
            return null;
        }
        HasMetadata object = (HasMetadata) convert(node, type, "a " + kind);
        if (object == null) {
            return null;
        }
        if (object.getMetadata() == null || object.getMetadata().getName() == null) {
            source.problem(node, "the " + kind + " has no metadata.name", "");
            return null;
        }
        return object;
    }

    private <T> @Nullable T convert(Node node, Class<T> type, String what) {
        int before = problems();
        checkKeys(node, type, what);
        if (problems() != before) {
            return null;
        }
        try {
            return SERIALIZATION.convertValue(plain(node), type);
        } catch (RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            source.problem(node, "the manifest of " + what + " can't be read: " + reason, "");
            return null;
        }
    }

    private int problems() {
        return source.problemCount();
    }

    private boolean complete(Node node, Pod pod) {
        if (pod.getMetadata() == null || pod.getMetadata().getName() == null) {
            source.problem(node, "the pod has no metadata.name", "lower-case letters, digits and dashes, at most 63");
            return false;
        }
        List<FieldProblem> problems = PodRules.problems(pod);
        for (FieldProblem problem : problems) {
            source.problem(
                    NodePath.find(node, problem.path()), problem.path() + " " + problem.reason(), problem.hint());
        }
        int before = problems();
        PodImages.of(pod).forEach((path, image) -> {
            String refusal = source.folders().refusalOfImage(image);
            if (!refusal.isEmpty()) {
                source.problem(
                        NodePath.find(node, path), refusal, source.folders().hint());
            }
        });
        if (pod.getMetadata().getNamespace() == null) {
            pod.getMetadata().setNamespace("default");
        }
        return problems.isEmpty() && problems() == before;
    }

    private void checkKeys(Node node, Type type, String what) {
        if (node.getTag().equals(Tag.NULL)) {
            source.problem(node, what + " has no value", "leave it out, or give it one");
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            checkList(node, generic.getActualTypeArguments()[0], what);
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            checkMap(node, generic.getActualTypeArguments()[1], what);
        } else if (type instanceof Class<?> model
                && model.getPackageName().startsWith(MODEL)
                && node instanceof MappingNode mapping) {
            checkMapping(mapping, properties(model), what);
        }
    }

    private void checkList(Node node, Type item, String what) {
        if (!(node instanceof SequenceNode sequence)) {
            source.problem(node, what + " must be a list, not " + YamlMapping.kind(node), "");
            return;
        }
        for (Node member : sequence.getValue()) {
            checkKeys(member, item, member.getTag().equals(Tag.NULL) ? "a member of " + what : what);
        }
    }

    private void checkMap(Node node, Type value, String what) {
        if (!(node instanceof MappingNode mapping)) {
            source.problem(node, what + " must be a mapping, not " + YamlMapping.kind(node), "");
            return;
        }
        for (NodeTuple entry : mapping.getValue()) {
            checkKeys(
                    entry.getValueNode(),
                    value,
                    entry.getKeyNode() instanceof ScalarNode key ? "\"" + key.getValue() + "\"" : what);
        }
    }

    private void checkMapping(MappingNode mapping, Map<String, Type> known, String what) {
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            Type type = known.get(key);
            if (type == null) {
                source.problem(
                        tuple.getKeyNode(),
                        what + " has no key \"" + key + "\"",
                        NearestName.hint(key, known.keySet()));
            } else {
                checkKeys(tuple.getValueNode(), type, "\"" + key + "\"");
            }
        }
    }

    /** The keys of an object of the model, with the types of their values, as its setters tell. */
    private static Map<String, Type> properties(Class<?> model) {
        Map<String, Type> properties = new TreeMap<>();
        for (Method method : model.getMethods()) {
            String name = method.getName();
            if (name.length() > 3 && name.startsWith("set") && method.getParameterCount() == 1) {
                properties.put(
                        Character.toLowerCase(name.charAt(3)) + name.substring(4),
                        method.getGenericParameterTypes()[0]);
            }
        }
        properties.remove("additionalProperties");
        return properties;
    }

    /** The node as maps, lists and scalars, as Jackson takes them. */
    static @Nullable Object plain(Node node) {
        if (node instanceof MappingNode mapping) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                map.put(key, plain(tuple.getValueNode()));
            }
            return map;
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(ManifestReader::plain).toList();
        }
        ScalarNode scalar = (ScalarNode) node;
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        return tag.equals(Tag.BOOL) ? (Object) Boolean.valueOf(scalar.getValue()) : scalar.getValue();
    }
}
