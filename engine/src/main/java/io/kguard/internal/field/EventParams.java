// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.Event;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The index of a parameter by name, for every event type. */
final class EventParams {
    private static final Map<FalcoVersion, Map<String, EventParams>> ALL = new ConcurrentHashMap<>();

    private static final EventParams OF_NONE = new EventParams();

    private final byte[] indexes = new byte[EventTable.SIZE];

    /** The indexes of a parameter; all absent if no event type has it. */
    static EventParams of(FalcoVersion version, String name) {
        return ALL.computeIfAbsent(version, EventParams::ofAll).getOrDefault(name, OF_NONE);
    }

    private EventParams() {
        Arrays.fill(indexes, (byte) -1);
    }

    private static Map<String, EventParams> ofAll(FalcoVersion version) {
        Map<String, EventParams> all = new HashMap<>();
        for (EventType type : EventTable.of(version).types()) {
            for (int i = type.paramCount() - 1; i >= 0; i--) { // of several with one name the first counts
                all.computeIfAbsent(type.param(i).name(), name -> new EventParams()).indexes[type.code()] = (byte) i;
            }
        }
        return all;
    }

    /** The parameter's index in an event, or -1 if absent. */
    int in(Event event) {
        int index = indexes[event.code()];
        return index >= 0 && event.has(index) ? index : -1;
    }
}
