// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
    /** The largest event that Falco takes of a plugin, in bytes. */
    private static final int LARGEST = 262_144;

    DocumentEvent {
        if (payload.length() > LARGEST) {
            throw new SourceEventException("this event of the source " + source + " has " + payload.length()
                    + " bytes; Falco takes at most " + LARGEST + " of a plugin, so no rule would see it");
        }
    }

    DocumentEvent(EventSource source, JsonValue document, long timestamp, boolean truncated) {
        this(source, document, document.json(), timestamp, truncated);
    }

    @Override
    public ByteBuffer writeTo(EventWriter writer) {
        return writer.begin(EventCodes.PLUGINEVENT_E, timestamp, -1)
                .number(source.pluginId())
                .bytes(payload.getBytes(ISO_8859_1))
                .end();
    }
}
