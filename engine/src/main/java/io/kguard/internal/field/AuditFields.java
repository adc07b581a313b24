// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields {@code ka.*} of audit events, except those of containers.
 *
 * <p>Source: Falco's plugin {@code k8saudit}, 0.18.0, including its quirks.
 */
final class AuditFields {
    private static final String REQUEST = "requestObject";
    private static final String SPEC = "spec";
    private static final String TARGET = "objectRef";

    private AuditFields() {}

    static void addTo(Bindings bindings) {
        request(bindings);
        text(bindings, "ka.auth.decision", "annotations", "authorization.k8s.io/decision");
        text(bindings, "ka.auth.reason", "annotations", "authorization.k8s.io/reason");
        text(bindings, "ka.auth.openshift.decision", "annotations", "authentication.openshift.io/decision");
        text(bindings, "ka.auth.openshift.username", "annotations", "authentication.openshift.io/username");
        text(
                bindings,
                "ka.validations.admission.policy.failure",
                "annotations",
                "validation.policy.admission.k8s.io/validation_failure");
        text(bindings, "ka.security.pod.violations", "annotations", "pod-security.kubernetes.io/audit-violations");
        text(bindings, "ka.cluster.name", "annotations", "cluster_name");
        target(bindings);
        bindingSubjects(bindings);
        text(bindings, "ka.req.configmap.name", TARGET, "name");
        text(bindings, "ka.req.configmap.obj", REQUEST, "data");
        role(bindings);
        pod(bindings);
        volumes(bindings);
        text(bindings, "ka.req.service.type", REQUEST, SPEC, "type");
        each(bindings, "ka.req.service.ports", REQUEST, SPEC, "ports");
        text(bindings, "ka.resp.name", "responseObject", "metadata", "name");
        text(bindings, "ka.response.code", "responseStatus", "code");
        text(bindings, "ka.response.reason", "responseStatus", "reason");
    }

    private static void request(Bindings bindings) {
        text(bindings, "ka.auditid", "auditID");
        text(bindings, "ka.stage", "stage");
        text(bindings, "ka.user.name", "user", "username");
        list(bindings, "ka.user.groups", "user", "groups");
        text(bindings, "ka.impuser.name", "impersonatedUser", "username");
        text(bindings, "ka.verb", "verb");
        text(bindings, "ka.uri", "requestURI");
        bindings.argued(
                "ka.uri.param",
                name -> Loader.text(context -> {
                    String uri = text(context, "requestURI");
                    return uri == null ? null : QueryParameter.first(uri, name);
                }));
        text(bindings, "ka.useragent", "userAgent");
        // the plugin looks for the addresses inside the rules of a role, where they never are
        flattened(bindings, "ka.sourceips", "sourceIPs");
    }

    private static void target(Bindings bindings) {
        text(bindings, "ka.target.name", TARGET, "name");
        text(bindings, "ka.target.namespace", TARGET, "namespace");
        text(bindings, "ka.target.resource", TARGET, "resource");
        text(bindings, "ka.target.subresource", TARGET, "subresource");
        bindings.text("ka.target.pod.name", context -> {
            String subresource = text(context, TARGET, "subresource");
            boolean pod =
                    "pods".equals(text(context, TARGET, "resource")) && (subresource == null || subresource.isEmpty());
            return pod ? text(context, "responseObject", "metadata", "name") : null;
        });
    }

    private static void bindingSubjects(Bindings bindings) {
        list(bindings, "ka.req.binding.subjects", REQUEST, "subjects");
        subjects(bindings, "ka.req.binding.subjects.user_names", "User", false);
        subjects(bindings, "ka.req.binding.subjects.group_names", "Group", false);
        subjects(bindings, "ka.req.binding.subjects.serviceaccount_names", "ServiceAccount", false);
        subjects(bindings, "ka.req.binding.subjects.serviceaccount_ns_names", "ServiceAccount", true);
        text(bindings, "ka.req.binding.role", REQUEST, "roleRef", "name");
        bindings.argued(
                "ka.req.binding.subject.has_name",
                name -> Loader.text(context -> event(context) == null ? null : "true"));
    }

    private static void subjects(Bindings bindings, String field, String kind, boolean withNamespace) {
        bindings.value(field, context -> {
            ListValue names = context.list().clear();
            JsonValue subjects = value(context, REQUEST, "subjects");
            if (subjects == null || subjects.kind() != JsonValue.Kind.ARRAY) {
                return false;
            }
            for (int i = 0; i < subjects.size(); i++) {
                JsonValue subject = subjects.element(i);
                JsonValue name = subject.get("name");
                JsonValue namespace = subject.get("namespace");
                JsonValue ofKind = subject.get("kind");
                if (ofKind != null && ofKind.text().equals(kind) && name != null) {
                    if (!withNamespace) {
                        names.add(name.text());
                    } else if (namespace != null) {
                        names.add(namespace.text() + ":" + name.text());
                    }
                }
            }
            return names.size() > 0;
        });
    }

    private static void role(Bindings bindings) {
        list(bindings, "ka.req.role.rules", REQUEST, "rules");
        for (String key : new String[] {"apiGroups", "nonResourceURLs", "verbs", "resources"}) {
            flattened(bindings, "ka.req.role.rules." + key, key);
        }
    }

    private static void pod(Bindings bindings) {
        text(bindings, "ka.req.pod.host_ipc", REQUEST, SPEC, "hostIPC");
        text(bindings, "ka.req.pod.host_network", REQUEST, SPEC, "hostNetwork");
        text(bindings, "ka.req.container.host_network", REQUEST, SPEC, "hostNetwork");
        text(bindings, "ka.req.pod.host_pid", REQUEST, SPEC, "hostPID");
        text(bindings, "ka.req.pod.run_as_user", REQUEST, SPEC, "securityContext", "runAsUser");
        text(bindings, "ka.req.pod.run_as_group", REQUEST, SPEC, "securityContext", "runAsGroup");
        text(bindings, "ka.req.pod.fs_group", REQUEST, SPEC, "securityContext", "fsGroup");
        list(bindings, "ka.req.pod.supplemental_groups", REQUEST, SPEC, "securityContext", "supplementalGroups");
    }

    private static void volumes(Bindings bindings) {
        each(bindings, "ka.req.pod.volumes.hostpath", REQUEST, SPEC, "volumes", "hostPath", "path");
        each(bindings, "ka.req.pod.volumes.flexvolume_driver", REQUEST, SPEC, "volumes", "flexVolume", "driver");
        bindings.argued("ka.req.volume.hostpath", AuditFields::hostPath);
        bindings.bind("ka.req.pod.volumes.volume_type", (definition, argument) -> {
            AuditPath path = AuditPath.of(definition, argument, REQUEST, SPEC, "volumes");
            return new Bindings.Bound(definition, context -> volumeTypes(context, path.index()));
        });
    }

    /** Whether the first volume is a host path. The plugin treats any argument as the index 0. */
    private static Loader hostPath(String wanted) {
        if (wanted.isEmpty()) {
            throw ArgumentReader.missing("ka.req.volume.hostpath");
        }
        AuditPath path = new AuditPath(List.of(REQUEST, SPEC, "volumes", "hostPath", "path"), 0);
        boolean prefix = wanted.endsWith("*");
        String start = wanted.substring(0, wanted.length() - 1);
        return context -> {
            ListValue paths = context.list().clear();
            List<@Nullable JsonValue> values = values(context, path);
            if (values == null) {
                return false;
            }
            addTexts(paths, values);
            boolean found = false;
            for (int i = 0; i < paths.size(); i++) {
                found |= paths.text(i).equals(wanted) || prefix && paths.text(i).startsWith(start);
            }
            return context.found(found ? "true" : "false");
        };
    }

    /** The keys in a volume other than its name. */
    private static boolean volumeTypes(EventContext context, int index) {
        ListValue types = context.list().clear();
        JsonValue volumes = value(context, REQUEST, SPEC, "volumes");
        if (volumes == null || volumes.kind() != JsonValue.Kind.ARRAY) {
            return false;
        }
        int end = index < 0 ? volumes.size() : Math.min(volumes.size(), index + 1);
        for (int i = Math.max(0, index); i < end; i++) {
            addTypes(types, volumes.element(i));
        }
        return types.size() > 0;
    }

    private static void addTypes(ListValue types, JsonValue volume) {
        for (int i = 0; volume.kind() == JsonValue.Kind.OBJECT && i < volume.size(); i++) {
            if (!volume.key(i).equals("name")) {
                types.add(volume.key(i));
            }
        }
    }

    private static void text(Bindings bindings, String field, String... path) {
        bindings.text(field, context -> text(context, path));
    }

    /** A field whose value is an array. */
    private static void list(Bindings bindings, String field, String... path) {
        bindings.value(field, context -> {
            ListValue list = context.list().clear();
            JsonValue array = value(context, path);
            return array != null && array.kind() == JsonValue.Kind.ARRAY && addElements(list, array);
        });
    }

    /** A field with the existing values at the end of a path. */
    static void each(Bindings bindings, String field, String... keys) {
        bindings.bind(field, (definition, argument) -> {
            AuditPath path = AuditPath.of(definition, argument, keys);
            return new Bindings.Bound(definition, context -> {
                ListValue list = context.list().clear();
                List<@Nullable JsonValue> values = values(context, path);
                return values != null && addTexts(list, values);
            });
        });
    }

    /** A field with the elements of the arrays under a key in the rules of a role. */
    private static void flattened(Bindings bindings, String field, String key) {
        bindings.bind(field, (definition, argument) -> {
            AuditPath path = AuditPath.of(definition, argument, REQUEST, "rules", key);
            return new Bindings.Bound(definition, context -> {
                ListValue list = context.list().clear();
                List<@Nullable JsonValue> values = values(context, path);
                if (values != null) {
                    for (JsonValue value : values) {
                        if (value != null && value.kind() == JsonValue.Kind.ARRAY) {
                            addElements(list, value);
                        }
                    }
                }
                return list.size() > 0;
            });
        });
    }

    private static boolean addElements(ListValue list, JsonValue array) {
        for (int i = 0; i < array.size(); i++) {
            list.add(array.element(i).text());
        }
        return list.size() > 0;
    }

    private static boolean addTexts(ListValue list, List<@Nullable JsonValue> values) {
        for (JsonValue value : values) {
            if (value != null) {
                list.add(value.text());
            }
        }
        return list.size() > 0;
    }

    /** The audit event; null for another event, for which no field has a value. */
    static @Nullable JsonValue event(EventContext context) {
        JsonValue document = context.document();
        return document == null || document.get("auditID") == null ? null : document;
    }

    static @Nullable JsonValue value(EventContext context, String... path) {
        JsonValue event = event(context);
        return event == null ? null : event.get(path);
    }

    private static @Nullable String text(EventContext context, String... path) {
        JsonValue value = value(context, path);
        return value == null ? null : value.text();
    }

    static @Nullable List<@Nullable JsonValue> values(EventContext context, AuditPath path) {
        JsonValue event = event(context);
        return event == null ? null : path.values(event);
    }
}
