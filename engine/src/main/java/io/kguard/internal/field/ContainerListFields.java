// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.JsonValue;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields {@code ka.req.pod.*} of the containers in a request, in each of a pod's lists of containers.
 *
 * <p>Source: Falco's plugin {@code k8saudit}, 0.18.0, including its quirks.
 */
final class ContainerListFields {
    private static final String REQUEST = "requestObject";
    private static final String SPEC = "spec";
    private static final String SECURITY = "securityContext";

    private final Bindings bindings;
    private final String list;
    private final String prefix;

    private ContainerListFields(Bindings bindings, String list) {
        this.bindings = bindings;
        this.list = list;
        this.prefix = "ka.req.pod." + list + ".";
    }

    static void addTo(Bindings bindings) {
        for (String list : new String[] {"containers", "initContainers", "ephemeralContainers"}) {
            new ContainerListFields(bindings, list).add();
        }
        firstOf(bindings, "ka.req.container.image", false);
        firstOf(bindings, "ka.req.container.image.repository", true);
        AuditPath privileged = AuditPath.of(REQUEST, SPEC, "containers", SECURITY, "privileged");
        bindings.text("ka.req.container.privileged", context -> {
            List<@Nullable JsonValue> values = AuditFields.values(context, privileged);
            return values == null
                    ? null
                    : String.valueOf(values.stream().anyMatch(value -> value != null && isTrue(value)));
        });
    }

    private void add() {
        commandLine("args");
        commandLine("command");
        complete("name", "name", false);
        complete("image", "image", false);
        complete("image.repository", "image", true);
        bind("host_port", ContainerListFields::hostPorts, "ports");
        effective("eff_run_as_user", "runAsUser");
        effective("eff_run_as_group", "runAsGroup");
    }

    /** Binds a field to what adds values to a list, and returns false if the field has no value. */
    private void bind(String field, BiPredicate<ListValue, List<@Nullable JsonValue>> filling, String key) {
        bindings.bind(prefix + field, (definition, argument) -> {
            AuditPath path = AuditPath.of(definition, argument, REQUEST, SPEC, list, key);
            return new Bindings.Bound(definition, context -> load(context, path, filling));
        });
    }

    private static boolean load(
            EventContext context, AuditPath path, BiPredicate<ListValue, List<@Nullable JsonValue>> filling) {
        ListValue result = context.list().clear();
        List<@Nullable JsonValue> values = AuditFields.values(context, path);
        return values != null && filling.test(result, values) && result.size() > 0;
    }

    /** A field that has a value only if every container has one. */
    private void complete(String field, String key, boolean repository) {
        bind(field, (result, values) -> texts(result, values, repository), key);
    }

    private static boolean texts(ListValue result, List<@Nullable JsonValue> values, boolean repository) {
        for (JsonValue value : values) {
            if (value == null) {
                return false;
            }
            result.add(repository ? repository(value.text()) : value.text());
        }
        return true;
    }

    /** The image up to its tag or digest. A registry's port ends it, too. */
    private static String repository(String image) {
        int colon = image.indexOf(':');
        String name = colon < 0 ? image : image.substring(0, colon);
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    private static void firstOf(Bindings bindings, String field, boolean repository) {
        AuditPath path = new AuditPath(List.of(REQUEST, SPEC, "containers", "image"), 0);
        bindings.value(
                field,
                context -> load(context, path, (result, values) -> texts(result, values, repository))
                        && context.found(context.list().text(0)));
    }

    /** The words of each container that has any, separated by spaces. */
    private void commandLine(String key) {
        bind(
                key,
                (result, values) -> {
                    for (JsonValue words : values) {
                        if (words != null && !addLine(result, words)) {
                            return false;
                        }
                    }
                    return true;
                },
                key);
    }

    private static boolean addLine(ListValue result, JsonValue words) {
        if (words.kind() != JsonValue.Kind.ARRAY) {
            return false;
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            if (words.element(i).kind() != JsonValue.Kind.STRING) {
                return false;
            }
            line.append(i == 0 ? "" : " ").append(words.element(i).text());
        }
        result.add(line.toString());
        return true;
    }

    private static boolean hostPorts(ListValue result, List<@Nullable JsonValue> values) {
        for (JsonValue ports : values) {
            if (ports == null) {
                continue;
            }
            if (ports.kind() != JsonValue.Kind.ARRAY) {
                return false;
            }
            for (int i = 0; i < ports.size(); i++) {
                JsonValue host = ports.element(i).get("hostPort");
                JsonValue port = host == null ? ports.element(i).get("containerPort") : host;
                if (port != null) {
                    result.add(port.text());
                }
            }
        }
        return true;
    }

    /** The plugin looks for the user next to the security context, not in it, where a pod can't set it. */
    private void effective(String field, String key) {
        bindings.bind(prefix + field, (definition, argument) -> {
            AuditPath path = AuditPath.of(definition, argument, REQUEST, SPEC, list, key);
            return new Bindings.Bound(definition, context -> {
                JsonValue ofPod = AuditFields.value(context, REQUEST, SPEC, key);
                String otherwise = ofPod == null ? "0" : ofPod.text();
                return load(context, path, (result, values) -> {
                    values.forEach(value -> result.add(value == null ? otherwise : value.text()));
                    return true;
                });
            });
        });
    }

    private static boolean isTrue(JsonValue value) {
        return value.kind() == JsonValue.Kind.BOOLEAN && value.text().equals("true");
    }
}
