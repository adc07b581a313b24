// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.runtime.RawExtension;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.workload.AllowedFolders;
import io.kguard.workload.ApiResources;
import io.kguard.workload.FieldProblem;
import io.kguard.workload.Json;
import io.kguard.workload.ManifestModel;
import io.kguard.workload.PodImages;
import io.kguard.workload.PodRules;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the manifests of Kubernetes objects. An unknown key is reported with its position. The model would silently
 * keep it as an additional property.
 */
final class ManifestReader {
    private static final String MODEL = "io.fabric8.kubernetes.api.model";

    /** Classes of the model that are written as one value. */
    private static final Set<Class<?>> SCALARS =
            Set.of(Quantity.class, IntOrString.class, MicroTime.class, AnyType.class, RawExtension.class);

    private final AllowedFolders folders;

    ManifestReader(AllowedFolders folders) {
        this.folders = folders;
    }

    /** The pod; null, with a problem, if the manifest is wrong. */
    @Nullable
    Pod pod(YamlValue node) {
        if (!node.isMapping()) {
            node.problem("a pod must be a mapping, not " + node.kind(), "a pod manifest");
            return null;
        }
        YamlMapping head = node.mapping("a pod");
        if (head == null || !isPod(head)) {
            return null;
        }
        Pod pod = convert(node, Pod.class, "a pod");
        return pod != null && complete(node, pod) ? pod : null;
    }

    /** Whether apiVersion and kind are those of a pod, or absent. */
    private static boolean isPod(YamlMapping head) {
        String kind = head.text("kind");
        String apiVersion = head.text("apiVersion");
        if (kind != null && !kind.equals("Pod")) {
            head.problem(
                    "kind",
                    "a member of \"pods\" is a Pod, not a " + kind,
                    "write its pods here; an object of another kind goes into the cluster's objects");
        } else if (apiVersion != null && !apiVersion.equals("v1")) {
            head.problem("apiVersion", "a Pod has the apiVersion v1, not " + apiVersion, "write apiVersion: v1");
        } else {
            return true;
        }
        return false;
    }

    /** An object of a kind that the simulated API server knows; null, with a problem, if the manifest is wrong. */
    @Nullable
    HasMetadata object(YamlValue node) {
        YamlMapping head = node.mapping("an object");
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
        Class<?> type = Json.KUBERNETES.getRegisteredKubernetesResource(apiVersion, kind);
        if (type == null
                || !HasMetadata.class.isAssignableFrom(type)
                || ApiResources.ofKind(apiVersion, kind) == null) {
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
            node.problem("the " + kind + " has no metadata.name", "");
            return null;
        }
        List<FieldProblem> problems = PodRules.templateProblems(object);
        report(node, problems);
        return problems.isEmpty() ? object : null;
    }

    private <T> @Nullable T convert(YamlValue node, Class<T> type, String what) {
        int before = node.document().mistakes();
        checkKeys(node, type, what);
        if (node.document().mistakes() != before || node.document().isHopeless()) {
            return null;
        }
        try {
            return Json.KUBERNETES.convertValue(node.plain(), type);
        } catch (RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            node.problem("the manifest of " + what + " can't be read: " + reason, "");
            return null;
        }
    }

    private boolean complete(YamlValue node, Pod pod) {
        if (pod.getMetadata() == null || pod.getMetadata().getName() == null) {
            node.problem("the pod has no metadata.name", "lower-case letters, digits and dashes, at most 63");
            return false;
        }
        List<FieldProblem> problems = PodRules.manifestProblems(pod);
        report(node, problems);
        int before = node.document().mistakes();
        PodImages.of(pod).forEach((path, image) -> {
            String refusal = folders.refusalOfImage(image);
            if (!refusal.isEmpty()) {
                node.find(path.steps()).problem(refusal, folders.hint());
            }
        });
        if (pod.getMetadata().getNamespace() == null) {
            pod.getMetadata().setNamespace("default");
        }
        return problems.isEmpty() && node.document().mistakes() == before;
    }

    private static void report(YamlValue node, List<FieldProblem> problems) {
        for (FieldProblem problem : problems) {
            node.find(problem.path().steps()).problem(problem.path() + " " + problem.reason(), problem.hint());
        }
    }

    /** Whether objects of a class are written as mappings, with the keys of the model. */
    static boolean isMapping(Class<?> model) {
        return model.getPackageName().startsWith(MODEL) && !SCALARS.contains(model);
    }

    private static void checkKeys(YamlValue node, Type type, String what) {
        if (node.isNothing()) {
            node.problem(what + " has no value", "leave it out, or give it one");
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            checkList(node, generic.getActualTypeArguments()[0], what);
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            checkMap(node, generic.getActualTypeArguments()[1], what);
        } else if (type instanceof Class<?> model && model.getPackageName().startsWith(MODEL) && node.isMapping()) {
            checkMapping(node, ManifestModel.fields(model), what);
        } else if (type instanceof Class<?> model && isMapping(model)) {
            node.mapping(what, ManifestModel.fields(model).keySet());
        } else if (type == Boolean.class && !node.written().matches("true|false")) {
            node.problem(what + " must be true or false, not " + node.kind(), "");
        } else if ((type == Integer.class || type == Long.class)
                && !node.written().matches("[-+]?[0-9]+")) {
            node.problem(what + " must be a whole number, not " + node.kind(), "");
        } else if (type == String.class && (node.isMapping() || node.isList())) {
            node.problem(what + " must be a string, not " + node.kind(), "");
        }
    }

    private static void checkList(YamlValue node, Type item, String what) {
        for (YamlValue member : node.items(Integer.MAX_VALUE)) {
            checkKeys(member, item, member.isNothing() ? "a member of " + what : what);
        }
    }

    private static void checkMap(YamlValue node, Type value, String what) {
        YamlMapping mapping = node.mapping(what);
        if (mapping != null) {
            mapping.values().forEach(entry -> checkKeys(entry, value, "\"" + entry.key() + "\""));
        }
    }

    private static void checkMapping(YamlValue node, Map<String, Type> known, String what) {
        YamlMapping mapping = node.mapping(what, known.keySet());
        if (mapping != null) {
            mapping.values()
                    .forEach(entry -> checkKeys(
                            entry, Objects.requireNonNull(known.get(entry.key())), "\"" + entry.key() + "\""));
        }
    }
}
