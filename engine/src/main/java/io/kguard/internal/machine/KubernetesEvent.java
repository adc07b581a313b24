// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of the plugin {@code k8smeta}: an object of the cluster was created, changed or deleted. Its parts are JSON in
 * strings of JSON.
 *
 * <p>Source: the messages of the {@code k8s-metacollector} and the plugin, 0.4.1.
 */
final class KubernetesEvent {
    /** The name of the plugin's events. */
    public static final String NAME = "k8s";

    private final JsonValue event;

    private KubernetesEvent(JsonValue event) {
        this.event = event;
    }

    /**
     * Applies an event.
     *
     * @param json the event, Latin-1
     * @throws IllegalArgumentException if it is something else; the message says why
     */
    static void apply(String json, KubernetesObjects objects) {
        KubernetesEvent event = new KubernetesEvent(parse("the event", json));
        String reason = event.required("reason");
        String uid = event.required("uid");
        KubernetesObject.Kind kind = KubernetesObject.Kind.of(event.required("kind"));
        switch (reason) {
            case "Create", "Update" -> {
                if (kind != null) {
                    objects.put(kind, event.object(uid));
                }
            }
            case "Delete" -> {
                if (kind != null) {
                    objects.remove(kind, uid);
                }
            }
            default -> throw new IllegalArgumentException("the reason \"" + reason + "\" is unknown");
        }
    }

    private static JsonValue parse(String what, String json) {
        try {
            return JsonValue.parse(json);
        } catch (JsonException e) {
            throw new IllegalArgumentException(what + " holds " + e.getMessage(), e);
        }
    }

    private String required(String key) {
        String text = text(event, key);
        if (text == null) {
            throw new IllegalArgumentException("\"" + key + "\" is missing");
        }
        return text;
    }

    private KubernetesObject object(String uid) {
        JsonValue meta = part("meta");
        JsonValue status = part("status");
        return new KubernetesObject(
                uid,
                meta == null ? null : text(meta, "name"),
                meta == null ? null : text(meta, "namespace"),
                meta == null ? List.of() : labels(meta.get("labels")),
                status == null ? null : text(status, "podIP"),
                references(event.get("refs", "resources")));
    }

    /** A part that is JSON in a string; null if absent. */
    private @Nullable JsonValue part(String key) {
        String json = text(event, key);
        return json == null ? null : parse("\"" + key + "\"", json);
    }

    private static List<KubernetesObject.Label> labels(@Nullable JsonValue given) {
        List<KubernetesObject.Label> labels = new ArrayList<>();
        for (int i = 0; given != null && i < given.size(); i++) {
            labels.add(new KubernetesObject.Label(given.key(i), string("labels", given.element(i))));
        }
        return labels;
    }

    private static Map<KubernetesObject.Kind, List<String>> references(@Nullable JsonValue given) {
        Map<KubernetesObject.Kind, List<String>> references = new EnumMap<>(KubernetesObject.Kind.class);
        for (int i = 0; given != null && i < given.size(); i++) {
            KubernetesObject.Kind kind = KubernetesObject.Kind.of(given.key(i));
            JsonValue list = given.element(i).get("list");
            if (kind != null && list != null) {
                List<String> uids = new ArrayList<>();
                for (int j = 0; j < list.size(); j++) {
                    uids.add(string("list", list.element(j)));
                }
                references.put(kind, List.copyOf(uids));
            }
        }
        return references;
    }

    private static @Nullable String text(JsonValue object, String key) {
        JsonValue value = object.get(key);
        return value == null ? null : string(key, value);
    }

    private static String string(String what, JsonValue value) {
        if (value.kind() != JsonValue.Kind.STRING) {
            throw new IllegalArgumentException("\"" + what + "\" has something else than a string: " + value);
        }
        return value.text();
    }
}
