// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.EventSource;
import io.kguard.event.JsonValue;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.source.SourceField;
import io.kguard.internal.source.SourceField.Extraction;
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

    /** Binds the fields whose place the table of the source has, and those of which a place says too little. */
    static void addTo(Bindings bindings) {
        for (SourceField field :
                EventSources.BUILT_IN.documents(EventSource.K8S_AUDIT).fields()) {
            if (field.extraction() instanceof Extraction.Placed placed) {
                place(bindings, field.name(), placed.how(), placed.keys().toArray(String[]::new));
            }
        }
        bindings.argued(
                "ka.uri.param",
                name -> Loader.text(context -> {
                    String uri = text(context, "requestURI");
                    return uri == null ? null : QueryParameter.first(uri, name);
                }));
        bindings.text("ka.target.pod.name", context -> {
            String subresource = text(context, TARGET, "subresource");
            boolean pod =
                    "pods".equals(text(context, TARGET, "resource")) && (subresource == null || subresource.isEmpty());
            return pod ? text(context, "responseObject", "metadata", "name") : null;
        });
        subjects(bindings, "ka.req.binding.subjects.user_names", "User", false);
        subjects(bindings, "ka.req.binding.subjects.group_names", "Group", false);
        subjects(bindings, "ka.req.binding.subjects.serviceaccount_names", "ServiceAccount", false);
        subjects(bindings, "ka.req.binding.subjects.serviceaccount_ns_names", "ServiceAccount", true);
        bindings.argued(
                "ka.req.binding.subject.has_name",
                name -> Loader.text(context -> event(context) == null ? null : "true"));
        bindings.argued("ka.req.volume.hostpath", AuditFields::hostPath);
        bindings.bind("ka.req.pod.volumes.volume_type", (definition, argument) -> {
            AuditPath path = AuditPath.of(definition, argument, REQUEST, SPEC, "volumes");
            return new Bindings.Bound(definition, context -> volumeTypes(context, path.index()));
        });
    }

    private static void place(Bindings bindings, String field, String how, String... path) {
        switch (how) {
            case "" -> bindings.text(field, context -> text(context, path));
            case "list" -> list(bindings, field, path);
            case "each" -> each(bindings, field, path);
            case "rules" -> flattened(bindings, field, path[0]);
            default -> throw new IllegalStateException(field + " is read in an unknown way: " + how);
        }
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

    /** A field whose value is an array. */
    private static void list(Bindings bindings, String field, String... path) {
        bindings.value(field, context -> {
            ListValue list = context.list().clear();
            JsonValue array = value(context, path);
            return array != null && array.kind() == JsonValue.Kind.ARRAY && addElements(list, array);
        });
    }

    /** A field with the existing values at the end of a path. */
    private static void each(Bindings bindings, String field, String... keys) {
        bindings.bind(field, (definition, argument) -> {
            AuditPath path = AuditPath.of(definition, argument, keys);
            return new Bindings.Bound(definition, context -> {
                ListValue list = context.list().clear();
                List<@Nullable JsonValue> values = values(context, path);
                return values != null && addTexts(list, values);
            });
        });
    }

    /**
     * A field with the elements of the arrays under a key in the rules of a role. The plugin looks there for the addresses of
     * clients, too, where they never are.
     */
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
