// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.EventSource;
import io.kguard.event.JsonValue;
import io.kguard.event.JsonWriter;
import io.kguard.event.SourceEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Audit events of a cluster of GKE, in entries of a log of Google Cloud.
 *
 * <p>Source: Falco's plugin {@code k8saudit-gke}, 0.9.0, which makes audit events of Kubernetes of them.
 */
final class GkeAudit {
    private static final String PAYLOAD = "protoPayload";
    private static final String RESOURCE = "resource";
    private static final String ENTRY = "this entry of an audit log of GKE";
    private static final List<String> LOGS =
            List.of("cloudaudit.googleapis.com%2Factivity", "cloudaudit.googleapis.com%2Fdata_access");
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private GkeAudit() {}

    /** Whether a document is an entry of a log of Google Cloud that a cluster's API server wrote. */
    static boolean wrote(JsonValue document) {
        return document.get("logName") != null
                && FastJson.textOrEmpty(document, PAYLOAD, "serviceName").equals("k8s.io");
    }

    /**
     * The audit event of an entry.
     *
     * @throws SourceEventException if the plugin leaves the entry out, or stops at it
     */
    static SourceEvent event(JsonValue entry) {
        String log = FastJson.textOrEmpty(entry, "logName");
        if (LOGS.stream().noneMatch(log::endsWith)
                || !FastJson.textOrEmpty(entry, RESOURCE, "type").equals("k8s_cluster")) {
            throw new SourceEventException("Falco's plugin leaves " + ENTRY + " out, so no rule would see it: it takes"
                    + " those of the logs activity and data_access, with the resource k8s_cluster");
        }
        for (String part : new String[] {"authenticationInfo", "requestMetadata"}) {
            if (!FastJson.isObject(entry.get(PAYLOAD, part))) {
                throw new SourceEventException(
                        ENTRY + " has no \"" + PAYLOAD + "." + part + "\", and Falco's plugin stops at it");
            }
        }
        long time = FastJson.time(ENTRY, entry, "receiveTimestamp");
        String event = written(entry, time);
        return new DocumentEvent(EventSource.K8S_AUDIT, JsonValue.parse(event), event, time, false);
    }

    private static String written(JsonValue entry, long time) {
        String method = FastJson.textOrEmpty(entry, PAYLOAD, "methodName");
        String verb = method.substring(method.lastIndexOf('.') + 1);
        String resource = FastJson.textOrEmpty(entry, PAYLOAD, "resourceName");
        Map<String, String> target = target(resource.split("/", -1));
        String subresource = target.getOrDefault("subresource", "");
        boolean stream = subresource.equals("attach") || subresource.equals("exec");
        String user = FastJson.textOrEmpty(entry, PAYLOAD, "authenticationInfo", "principalEmail");
        String address = FastJson.textOrEmpty(entry, PAYLOAD, "requestMetadata", "callerIp");
        String agent = FastJson.textOrEmpty(entry, PAYLOAD, "requestMetadata", "callerSuppliedUserAgent");
        JsonWriter event = JsonWriter.compact().object();
        event.member("kind", "Event").member("apiVersion", "audit.k8s.io/v1");
        event.member("level", stream ? "Request" : "RequestResponse");
        event.member("auditID", FastJson.textOrEmpty(entry, "insertId"));
        event.member("stage", stream ? "ResponseStarted" : "ResponseComplete");
        event.member("requestURI", "/" + resource).member("verb", verb);
        event.key("user").tree(nonempty("username", user));
        event.key("sourceIPs").tree(List.of(address));
        nonempty("userAgent", agent).forEach(event::member);
        if (!target.isEmpty()) {
            event.key("objectRef").tree(target);
        }
        event.key("responseStatus").object().key("metadata").tree(Map.of());
        if (stream) {
            status(event, "Switching Protocols (inferred)", 101);
        } else if (verb.equals("create")) {
            status(event, "Created (inferred)", 201);
        } else {
            status(event, "OK (inferred)", 200);
        }
        event.end();
        for (String part : new String[] {"request", "response"}) {
            JsonValue object = entry.get(PAYLOAD, part);
            if (object != null && FastJson.isObject(object)) {
                event.key(part + "Object").written(object.json());
            }
        }
        String at = MICROS.format(Instant.ofEpochSecond(time / 1_000_000_000, time % 1_000_000_000));
        event.member("requestReceivedTimestamp", at).member("stageTimestamp", at);
        Map<String, String> annotations = new TreeMap<>();
        labels(entry.get("labels"), annotations);
        labels(entry.get(RESOURCE, "labels"), annotations);
        if (!annotations.isEmpty()) {
            event.key("annotations").tree(annotations);
        }
        return event.end().json();
    }

    private static void status(JsonWriter event, String text, int code) {
        event.member("status", text).member("message", text).member("code", code);
    }

    /** What a request is about. The parts of a name are group, version, and perhaps {@code namespaces} and a namespace. */
    private static Map<String, String> target(String[] parts) {
        boolean inNamespace = parts.length > 2 && parts[2].equals("namespaces");
        Map<String, String> target = new TreeMap<>();
        if (inNamespace && parts.length >= 5) {
            put(target, parts, "", "", "", "namespace", "resource", "name", "subresource");
        } else if (parts.length == 4 || parts.length >= 5 && !inNamespace) {
            put(target, parts, "", "", "resource", "name", "subresource");
        } else {
            return target;
        }
        target.putAll(nonempty("apiGroup", parts[0]));
        target.putAll(nonempty("apiVersion", parts[1]));
        return target;
    }

    private static void put(Map<String, String> target, String[] parts, String... names) {
        for (int i = 0; i < Math.min(parts.length, names.length); i++) {
            if (!names[i].isEmpty()) {
                target.putAll(nonempty(names[i], parts[i]));
            }
        }
    }

    private static Map<String, String> nonempty(String key, String value) {
        return value.isEmpty() ? Map.of() : Map.of(key, value);
    }

    private static void labels(@Nullable JsonValue labels, Map<String, String> all) {
        for (int i = 0; labels != null && i < labels.size(); i++) {
            if (labels.kind() == JsonValue.Kind.OBJECT) {
                all.put(labels.key(i), labels.element(i).text());
            }
        }
    }
}
