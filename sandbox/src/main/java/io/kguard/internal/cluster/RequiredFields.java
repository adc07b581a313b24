// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the common kinds of objects must have, beside what {@link ObjectCheck} looks at. Objects that a scenario begins with
 * may be shorter.
 *
 * <p>Source: Kubernetes API, the fields that are required; the messages are those of the API server.
 */
final class RequiredFields {
    private static final int MAX_PORT = 65_535;
    private static final Pattern KEY = Pattern.compile("(?!\\.{1,2}$)[-._a-zA-Z0-9]{1,253}");

    private final List<String> problems = new ArrayList<>();

    private RequiredFields() {}

    /**
     * Checks an object from a client.
     *
     * @param before the object that is changed, or null for a new one; what it lacks already may stay away
     * @throws ApiStatus 422 with all that is missing
     */
    static void check(ApiResource resource, @Nullable ObjectNode before, ObjectNode object) {
        List<String> problems = problems(resource, object);
        if (before != null) {
            problems.removeAll(problems(resource, before));
        }
        ApiStatus.requireNone(resource, object, problems);
    }

    private static List<String> problems(ApiResource resource, ObjectNode object) {
        RequiredFields fields = new RequiredFields();
        fields.look(resource.plural(), object);
        return fields.problems;
    }

    private void look(String plural, ObjectNode object) {
        JsonNode spec = object.path("spec");
        switch (plural) {
            case "deployments", "replicasets", "daemonsets", "statefulsets" -> workload(spec);
            case "replicationcontrollers" -> template("spec.template", spec.path("template"), "Always");
            case "jobs" -> template("spec.template", spec.path("template"), "OnFailure", "Never");
            case "cronjobs" -> {
                require("spec.schedule", spec.path("schedule"));
                template("spec.jobTemplate.spec.template", spec.at("/jobTemplate/spec/template"), "OnFailure", "Never");
            }
            case "services" -> service(spec);
            case "ingresses" -> {
                if (!spec.has("defaultBackend") && spec.path("rules").isEmpty()) {
                    problems.add("spec: Invalid value: []: either `defaultBackend` or `rules` must be specified");
                }
            }
            case "persistentvolumeclaims" -> {
                require("spec.accessModes", spec.path("accessModes"), "at least 1 access mode is required");
                require("spec.resources[storage]", spec.at("/resources/requests/storage"));
            }
            case "horizontalpodautoscalers" -> {
                require("spec.scaleTargetRef.kind", spec.at("/scaleTargetRef/kind"));
                require("spec.scaleTargetRef.name", spec.at("/scaleTargetRef/name"));
                if (spec.path("maxReplicas").asInt(0) < 1) {
                    problems.add("spec.maxReplicas: Invalid value: "
                            + spec.path("maxReplicas").asInt(0) + ": must be greater than 0");
                }
            }
            case "roles", "clusterroles" -> rules(object, plural.equals("roles"));
            case "rolebindings", "clusterrolebindings" -> binding(object, plural.equals("clusterrolebindings"));
            case "secrets", "configmaps" -> {
                keys(object, "data");
                keys(object, "binaryData");
            }
            case "priorityclasses" -> {
                if (object.path("value").asInt(0) > 1_000_000_000
                        && !ApiObject.name(object).startsWith("system-")) {
                    problems.add("value: Forbidden: maximum allowed value of a user defined priority is 1000000000");
                }
            }
            case "certificatesigningrequests" -> {
                require("spec.request", spec.path("request"));
                require("spec.usages", spec.path("usages"));
                require("spec.signerName", spec.path("signerName"));
            }
            default -> {}
        }
    }

    private void keys(ObjectNode object, String field) {
        object.path(field).properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !KEY.matcher(key).matches())
                .forEach(key -> problems.add(field + "[" + key + "]: Invalid value: \"" + key
                        + "\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
                        + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
                        + " '[-._a-zA-Z0-9]+')"));
    }

    private void require(String field, JsonNode value) {
        require(field, value, "");
    }

    private void require(String field, JsonNode value, String why) {
        boolean empty =
                value.isContainer() ? value.isEmpty() : value.asString("").isEmpty();
        if (value.isMissingNode() || empty) {
            problems.add(field + ": Required value" + (why.isEmpty() ? "" : ": " + why));
        }
    }

    private void workload(JsonNode spec) {
        JsonNode selector = spec.path("selector");
        JsonNode template = spec.path("template");
        if (!selector.isObject()) {
            problems.add("spec.selector: Required value");
        } else if (selector.isEmpty()
                || selector.path("matchLabels").isEmpty()
                        && selector.path("matchExpressions").isEmpty()) {
            problems.add("spec.selector: Invalid value: {}: empty selector is invalid for deployment");
        } else if (!LabelSelectors.selects(selector, template)) {
            JsonNode labels = template.at("/metadata/labels");
            problems.add("spec.template.metadata.labels: Invalid value: " + (labels.isMissingNode() ? "null" : labels)
                    + ": `selector` does not match template `labels`");
        }
        template("spec.template", template, "Always");
    }

    private void template(String path, JsonNode template, String... restartPolicies) {
        if (!template.isObject()) {
            problems.add(path + ": Required value");
            return;
        }
        JsonNode spec = template.path("spec");
        String policy = spec.path("restartPolicy").asString("Always");
        if (!List.of(restartPolicies).contains(policy)) {
            boolean given = spec.has("restartPolicy");
            String allowed = "\"" + String.join("\", \"", restartPolicies) + "\"";
            problems.add(path + ".spec.restartPolicy: "
                    + (given || restartPolicies.length == 1
                            ? "Unsupported value: \"" + policy + "\": supported values: " + allowed
                            : "Required value: valid values: " + allowed));
        }
        require(path + ".spec.containers", spec.path("containers"));
        for (String list : List.of("initContainers", "containers")) {
            int index = 0;
            for (JsonNode container : spec.path(list)) {
                String at = path + ".spec." + list + "[" + index++ + "].";
                require(at + "name", container.path("name"));
                require(at + "image", container.path("image"));
            }
        }
    }

    private void service(JsonNode spec) {
        if (spec.path("type").asString("").equals("ExternalName")) {
            require("spec.externalName", spec.path("externalName"));
            return;
        }
        if (!spec.path("clusterIP").asString("").equals("None")) {
            require("spec.ports", spec.path("ports"));
        }
        int index = 0;
        for (JsonNode port : spec.path("ports")) {
            String at = "spec.ports[" + index++ + "].";
            int number = port.path("port").asInt(0);
            if (number < 1 || number > MAX_PORT) {
                problems.add(at + "port: Invalid value: " + number + ": must be between 1 and 65535, inclusive");
            }
            if (spec.path("ports").size() > 1) {
                require(at + "name", port.path("name"));
            }
        }
    }

    private void rules(ObjectNode role, boolean namespaced) {
        int index = 0;
        for (JsonNode rule : role.path("rules")) {
            String at = "rules[" + index++ + "].";
            require(at + "verbs", rule.path("verbs"), "verbs must contain at least one value");
            if (!rule.path("nonResourceURLs").isEmpty()) {
                if (namespaced) {
                    problems.add(at + "nonResourceURLs: Invalid value: " + rule.path("nonResourceURLs")
                            + ": namespaced rules cannot apply to non-resource URLs");
                }
                if (!rule.path("resources").isEmpty()
                        || !rule.path("apiGroups").isEmpty()
                        || !rule.path("resourceNames").isEmpty()) {
                    problems.add(at + "nonResourceURLs: Invalid value: " + rule.path("nonResourceURLs")
                            + ": rules cannot apply to both regular resources and non-resource URLs");
                }
                continue;
            }
            require(at + "apiGroups", rule.path("apiGroups"), "resource rules must supply at least one api group");
            require(at + "resources", rule.path("resources"), "resource rules must supply at least one resource");
        }
    }

    private void binding(ObjectNode binding, boolean ofCluster) {
        JsonNode roleRef = binding.path("roleRef");
        String group = roleRef.path("apiGroup").asString("rbac.authorization.k8s.io");
        if (!group.equals("rbac.authorization.k8s.io")) {
            problems.add("roleRef.apiGroup: Unsupported value: \"" + group
                    + "\": supported values: \"rbac.authorization.k8s.io\"");
        }
        String kind = roleRef.path("kind").asString("");
        Set<String> kinds = ofCluster ? Set.of("ClusterRole") : Set.of("Role", "ClusterRole");
        if (!kinds.contains(kind)) {
            problems.add("roleRef.kind: Unsupported value: \"" + kind + "\": supported values: "
                    + (ofCluster ? "\"ClusterRole\"" : "\"ClusterRole\", \"Role\""));
        }
        require("roleRef.name", roleRef.path("name"));
        int index = 0;
        for (JsonNode subject : binding.path("subjects")) {
            subject("subjects[" + index++ + "].", subject, ofCluster);
        }
    }

    private void subject(String at, JsonNode subject, boolean ofCluster) {
        require(at + "name", subject.path("name"));
        String kind = subject.path("kind").asString("");
        Map<String, String> groups =
                Map.of("ServiceAccount", "", "User", "rbac.authorization.k8s.io", "Group", "rbac.authorization.k8s.io");
        String group = groups.get(kind);
        if (group == null) {
            problems.add(at + "kind: Unsupported value: \"" + kind
                    + "\": supported values: \"Group\", \"ServiceAccount\", \"User\"");
            return;
        }
        String given = subject.path("apiGroup").asString(group);
        if (!given.equals(group) && !(given.isEmpty() && !group.isEmpty())) {
            problems.add(at + "apiGroup: Unsupported value: \"" + given + "\": supported values: \"" + group + "\"");
        }
        if (kind.equals("ServiceAccount") && ofCluster) {
            require(at + "namespace", subject.path("namespace"));
        }
    }
}
