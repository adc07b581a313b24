// SPDX-License-Identifier: Apache-2.0
package io.kguard.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.EventTime;
import io.kguard.event.EventWriter;
import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import io.kguard.event.SourceEvent;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One event of a Kubernetes audit log: an {@code Event} of {@code audit.k8s.io}, as JSON. Immutable.
 *
 * <p>Falco's plugin {@code k8saudit} decides which events are accepted and what the time of an event is. Where that
 * plugin drops an event and only logs it, this class throws an {@link AuditEventException}: rules would not see the
 * event.
 */
@API(status = API.Status.INTERNAL)
public final class AuditEvent implements SourceEvent {
    /** The largest event that the plugin accepts by default, in bytes of compact JSON. */
    public static final int LARGEST = 262_144;

    private static final String SHAPE =
            "; an Event or an EventList of audit.k8s.io is expected, such as {\"kind\":\"Event\",\"auditID\":...}";

    private final JsonValue document;
    private final byte[] data;
    private final long timestamp;

    private AuditEvent(JsonValue document, byte[] data, long timestamp) {
        this.document = document;
        this.data = data;
        this.timestamp = timestamp;
    }

    /**
     * Parses the events of a JSON document.
     *
     * @param json an {@code Event}, an {@code EventList}, or an array of these
     * @return the events in their order; empty for an empty list
     * @throws AuditEventException if the document is something else, if an event has no readable
     *     {@code stageTimestamp}, or if an event is larger than {@link #LARGEST}
     */
    public static List<AuditEvent> parse(String json) {
        return parse(json.getBytes(UTF_8));
    }

    /**
     * Parses the events of a JSON document in UTF-8.
     *
     * @throws AuditEventException as for {@link #parse(String)}
     */
    public static List<AuditEvent> parse(byte[] json) {
        List<AuditEvent> events = new ArrayList<>();
        addAll(document(json), events);
        return events;
    }

    /**
     * The events of a document.
     *
     * @throws AuditEventException as for {@link #parse(String)}
     */
    public static List<AuditEvent> parse(JsonValue document) {
        List<AuditEvent> events = new ArrayList<>();
        addAll(document, events);
        return events;
    }

    private static JsonValue document(byte[] json) {
        try {
            return JsonValue.parse(new String(json, ISO_8859_1));
        } catch (JsonException e) {
            throw new AuditEventException(String.valueOf(e.getMessage()));
        }
    }

    private static void addAll(JsonValue value, List<AuditEvent> events) {
        if (value.kind() == JsonValue.Kind.ARRAY) {
            for (int i = 0; i < value.size(); i++) {
                addAll(value.element(i), events);
            }
            return;
        }
        JsonValue kind = value.get("kind");
        if (kind == null || kind.kind() != JsonValue.Kind.STRING) {
            throw new AuditEventException("this JSON has no \"kind\"" + SHAPE);
        }
        switch (kind.text()) {
            case "Event" -> events.add(of(value));
            case "EventList" -> {
                JsonValue items = value.get("items");
                if (items == null || items.kind() != JsonValue.Kind.ARRAY) {
                    throw new AuditEventException("this EventList has no \"items\"" + SHAPE);
                }
                for (int i = 0; i < items.size(); i++) {
                    events.add(of(items.element(i)));
                }
            }
            default -> throw new AuditEventException("the \"kind\" is " + kind.json() + SHAPE);
        }
    }

    private static AuditEvent of(JsonValue document) {
        long timestamp = timestamp(document.get("stageTimestamp"));
        byte[] data = document.json().getBytes(ISO_8859_1);
        if (data.length > LARGEST) {
            throw new AuditEventException(
                    "this audit event has " + data.length + " bytes; Falco's plugin k8saudit leaves"
                            + " out those of more than " + LARGEST + " bytes, so no rule would see it");
        }
        return new AuditEvent(document, data, timestamp);
    }

    private static long timestamp(@Nullable JsonValue value) {
        if (value == null || value.kind() != JsonValue.Kind.STRING) {
            throw new AuditEventException("this audit event has no \"stageTimestamp\", so it has no time");
        }
        try {
            return EventTime.nanos(OffsetDateTime.parse(value.text()).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            throw new AuditEventException("the \"stageTimestamp\" of this audit event is " + value.json()
                    + "; a time such as \"2026-11-24T17:35:48.519118Z\" is expected");
        }
    }

    @Override
    public EventSource source() {
        return EventSource.K8S_AUDIT;
    }

    /** The event's {@code stageTimestamp}, in nanoseconds since the epoch. */
    @Override
    public long timestamp() {
        return timestamp;
    }

    /**
     * Whether the API server left out the objects of the request and the response because the event was too large. The
     * annotation {@code audit.k8s.io/truncated} says so.
     */
    @Override
    public boolean isTruncated() {
        JsonValue annotations = document.get("annotations");
        JsonValue truncated = annotations == null ? null : annotations.get("audit.k8s.io/truncated");
        return truncated != null
                && truncated.kind() == JsonValue.Kind.STRING
                && truncated.text().equals("true");
    }

    /** The event's JSON. */
    @Override
    public JsonValue document() {
        return document;
    }

    /**
     * Writes the event as Falco records it: a {@code pluginevent} of {@link EventSource#K8S_AUDIT}.
     *
     * @return the event, as {@link EventWriter#end()} returns it
     */
    @Override
    public ByteBuffer writeTo(EventWriter writer) {
        return writer.begin(EventCodes.PLUGINEVENT_E, timestamp, -1)
                .number(EventSource.K8S_AUDIT.pluginId())
                .bytes(data)
                .end();
    }

    /** The event as compact JSON. */
    @Override
    public String toString() {
        return new String(data, UTF_8);
    }

    /** A document is not an audit event, or Falco would not accept it. */
    public static final class AuditEventException extends RuntimeException {
        private static final long serialVersionUID = 1;

        AuditEventException(String message) {
            super(message);
        }
    }
}
