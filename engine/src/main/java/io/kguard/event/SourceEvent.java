// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.nio.ByteBuffer;
import org.apiguardian.api.API;

/** An event of a source other than system calls: a document in JSON. */
@API(status = API.Status.INTERNAL)
public interface SourceEvent {
    /** The source whose rules see it. */
    EventSource source();

    /** What its fields are read from. */
    JsonValue document();

    /** The time, in nanoseconds since the epoch; 0 if the event has none. */
    long timestamp();

    /** Whether the service left out parts of the event. */
    boolean isTruncated();

    /**
     * Writes the event as Falco records it: a {@code pluginevent} of the source's plugin.
     *
     * @return the event, as {@link EventWriter#end()} returns it
     */
    ByteBuffer writeTo(EventWriter writer);

    /**
     * Writes the event as {@link #writeTo(EventWriter)} does, with a time if it has none of its own.
     *
     * @param arrival that time, in nanoseconds since the epoch
     */
    default ByteBuffer writeTo(EventWriter writer, long arrival) {
        return writeTo(writer);
    }
}
