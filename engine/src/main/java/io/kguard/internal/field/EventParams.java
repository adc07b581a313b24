// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.Event;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The index of a parameter by name, for every event type. Immutable, created once per name. */
final class EventParams {
    private static final Map<Key, EventParams> ALL = new ConcurrentHashMap<>();

    private record Key(FalcoVersion version, String name) {}

    private final byte[] indexes = new byte[EventTable.SIZE];

    /** The indexes of a parameter that at least one event type has. */
    static EventParams of(FalcoVersion version, String name) {
        return ALL.computeIfAbsent(new Key(version, name), key -> new EventParams(version, name));
    }

    private EventParams(FalcoVersion version, String name) {
        Arrays.fill(indexes, (byte) -1);
        for (EventType type : EventTable.of(version).types()) {
            indexes[type.code()] = (byte) type.indexOf(name);
        }
    }

    /** The parameter's index in an event, or -1 if absent. */
    int in(Event event) {
        int index = indexes[event.code()];
        return index >= 0 && event.has(index) ? index : -1;
    }
}
