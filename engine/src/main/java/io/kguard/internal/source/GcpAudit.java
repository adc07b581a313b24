// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import io.kguard.event.EventSource;
import io.kguard.event.JsonValue;
import io.kguard.event.SourceEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Audit logs of Google Cloud.
 *
 * <p>Source: Falco's plugin {@code gcpaudit}, 0.8.1, with its quirks: the fields of values that are no strings, such as
 * {@code gcp.policyDelta}, have the empty string.
 */
final class GcpAudit extends FieldedSource {
    private static final String PAYLOAD = "protoPayload";
    private static final String RESOURCE = "resource";
    private static final String LABELS = "labels";
    private static final String ZONE_LETTER = "-a";

    GcpAudit() {
        super(EventSource.GCP_AUDITLOG, "0.8.1", "%gcp.methodName by %gcp.user");
        put("gcp.policyDelta", GcpAudit::policyDelta);
        put("gcp.location", GcpAudit::location);
        put(
                "gcp.logging.sink",
                event -> isOf(event, "logging_sink") ? FastJson.text(event, RESOURCE, LABELS, "name") : null);
    }

    private static boolean isOf(JsonValue event, String type) {
        return FastJson.textOrEmpty(event, RESOURCE, "type").equals(type);
    }

    private static @Nullable String policyDelta(JsonValue event) {
        return isOf(event, "gcs_bucket")
                ? FastJson.text(event, PAYLOAD, "serviceData", "policyDelta", "bindingDeltas")
                : FastJson.text(event, PAYLOAD, "metadata", "datasetChange", "bindingDeltas");
    }

    /** The location, or else the region, or else the zone without its letter. */
    private static @Nullable String location(JsonValue event) {
        for (String key : new String[] {"location", "region"}) {
            String text = FastJson.text(event, RESOURCE, LABELS, key);
            if (text != null) {
                return text;
            }
        }
        String zone = FastJson.textOrEmpty(event, RESOURCE, LABELS, "zone");
        int letter = ZONE_LETTER.length();
        return zone.length() > letter ? zone.substring(0, zone.length() - letter) : zone.isEmpty() ? null : zone;
    }

    @Override
    public boolean wrote(JsonValue document) {
        return FastJson.isObject(document.get(PAYLOAD)) && document.get("logName") != null;
    }

    /** The plugin gives an event the time at which it arrives; here it has that of the log. */
    @Override
    public List<SourceEvent> events(JsonValue document) {
        if (!FastJson.isObject(document.get(PAYLOAD))) {
            throw new SourceEventException(
                    "this document has no \"" + PAYLOAD + "\"; an entry of a log of Google Cloud is expected");
        }
        return List.of(new DocumentEvent(
                source(),
                document,
                FastJson.time("this entry of a log of Google Cloud", document, "timestamp"),
                false));
    }
}
