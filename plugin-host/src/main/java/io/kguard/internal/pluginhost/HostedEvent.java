// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.EventWriter;
import io.kguard.event.JsonValue;
import io.kguard.event.SourceEvent;
import java.nio.ByteBuffer;

/** An event that a plugin made. */
record HostedEvent(HostedSource of, PluginEvent event) implements SourceEvent {
    @Override
    public EventSource source() {
        return of.source();
    }

    @Override
    public JsonValue document() {
        return of.document(new String(event.data(), ISO_8859_1));
    }

    @Override
    public long timestamp() {
        return event.timestamp();
    }

    @Override
    public boolean isTruncated() {
        return false;
    }

    @Override
    public ByteBuffer writeTo(EventWriter writer) {
        return writer.begin(EventCodes.PLUGINEVENT_E, event.timestamp(), -1)
                .number(source().pluginId())
                .bytes(event.data())
                .end();
    }
}
