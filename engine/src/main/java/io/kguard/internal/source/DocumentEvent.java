// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.audit.AuditEvent;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.EventWriter;
import io.kguard.event.JsonValue;
import io.kguard.event.SourceEvent;
import java.nio.ByteBuffer;

/**
 * An event that is a document.
 *
 * @param payload what the plugin writes, Latin-1
 */
record DocumentEvent(EventSource source, JsonValue document, String payload, long timestamp, boolean isTruncated)
        implements SourceEvent {
    DocumentEvent {
        if (payload.length() > AuditEvent.LARGEST) {
            throw new SourceEventException("this event of the source " + source + " has " + payload.length()
                    + " bytes; Falco takes at most " + AuditEvent.LARGEST + " of a plugin, so no rule would see it");
        }
    }

    DocumentEvent(EventSource source, JsonValue document, long timestamp, boolean truncated) {
        this(source, document, document.json(), timestamp, truncated);
    }

    @Override
    public ByteBuffer writeTo(EventWriter writer) {
        return writeTo(writer, 0);
    }

    @Override
    public ByteBuffer writeTo(EventWriter writer, long arrival) {
        return writer.begin(EventCodes.PLUGINEVENT_E, timestamp == 0 ? arrival : timestamp, -1)
                .number(source.pluginId())
                .bytes(payload.getBytes(ISO_8859_1))
                .end();
    }
}
