// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.EventSource;
import io.kguard.event.JsonString;
import io.kguard.event.JsonValue;
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
    private static final String EXEC = "\"status\":\"Switching Protocols (inferred)\","
            + "\"message\":\"Switching Protocols (inferred)\",\"code\":101";
    private static final String CREATED =
            "\"status\":\"Created (inferred)\",\"message\":\"Created (inferred)\",\"code\":201";
    private static final String OK = "\"status\":\"OK (inferred)\",\"message\":\"OK (inferred)\",\"code\":200";

    private final JsonValue entry;
    private final StringBuilder text = new StringBuilder();

    private GkeAudit(JsonValue entry) {
        this.entry = entry;
    }

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
        String event = new GkeAudit(entry).written(time);
        return new DocumentEvent(EventSource.K8S_AUDIT, JsonValue.parse(event), event, time, false);
    }

    private String written(long time) {
        String method = FastJson.textOrEmpty(entry, PAYLOAD, "methodName");
        String verb = method.substring(method.lastIndexOf('.') + 1);
        String resource = FastJson.textOrEmpty(entry, PAYLOAD, "resourceName");
        Map<String, String> target = target(resource.split("/", -1));
        String subresource = target.getOrDefault("subresource", "");
        boolean stream = subresource.equals("attach") || subresource.equals("exec");
        text.append("{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":");
        text.append(stream ? "\"Request\"" : "\"RequestResponse\"");
        member("auditID", FastJson.textOrEmpty(entry, "insertId"));
        member("stage", stream ? "ResponseStarted" : "ResponseComplete");
        member("requestURI", "/" + resource);
        member("verb", verb);
        text.append(",\"user\":");
        members(nonempty("username", FastJson.textOrEmpty(entry, PAYLOAD, "authenticationInfo", "principalEmail")));
        text.append(",\"sourceIPs\":[");
        JsonString.append(text, FastJson.textOrEmpty(entry, PAYLOAD, "requestMetadata", "callerIp"));
        text.append(']');
        String agent = FastJson.textOrEmpty(entry, PAYLOAD, "requestMetadata", "callerSuppliedUserAgent");
        if (!agent.isEmpty()) {
            member("userAgent", agent);
        }
        if (!target.isEmpty()) {
            text.append(",\"objectRef\":");
            members(target);
        }
        text.append(",\"responseStatus\":{\"metadata\":{},")
                .append(stream ? EXEC : verb.equals("create") ? CREATED : OK)
                .append('}');
        object("requestObject", "request");
        object("responseObject", "response");
        String at = MICROS.format(Instant.ofEpochSecond(time / 1_000_000_000, time % 1_000_000_000));
        member("requestReceivedTimestamp", at);
        member("stageTimestamp", at);
        Map<String, String> annotations = new TreeMap<>();
        labels(entry.get("labels"), annotations);
        labels(entry.get(RESOURCE, "labels"), annotations);
        if (!annotations.isEmpty()) {
            text.append(",\"annotations\":");
            members(annotations);
        }
        return text.append('}').toString();
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

    private void object(String name, String part) {
        JsonValue value = entry.get(PAYLOAD, part);
        if (value != null && FastJson.isObject(value)) {
            text.append(",\"").append(name).append("\":").append(value.json());
        }
    }

    private void member(String name, String value) {
        text.append(",\"").append(name).append("\":");
        JsonString.append(text, value);
    }

    private void members(Map<String, String> all) {
        text.append('{');
        boolean first = true;
        for (Map.Entry<String, String> member : all.entrySet()) {
            text.append(first ? "" : ",");
            first = false;
            JsonString.append(text, member.getKey());
            text.append(':');
            JsonString.append(text, member.getValue());
        }
        text.append('}');
    }
}
