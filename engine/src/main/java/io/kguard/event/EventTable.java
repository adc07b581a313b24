// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** The event types of one version of Falco, by code. */
@API(status = API.Status.INTERNAL)
public final class EventTable {
    /** The number of codes. A code at or above it is unknown. */
    public static final int SIZE = 454;

    private static final Map<FalcoVersion, EventTable> ALL = new ConcurrentHashMap<>();

    private final FalcoVersion version;
    private final @Nullable EventType[] types;
    private final List<EventType> known = new ArrayList<>();
    private final Map<String, List<EventType>> byName = new HashMap<>();

    private EventTable(FalcoVersion version) {
        this.version = version;
        this.types = TableResources.eventTypes(version);
        for (EventType type : types) {
            if (type != null) {
                known.add(type);
                byName.computeIfAbsent(type.name(), name -> new ArrayList<>()).add(type);
            }
        }
    }

    /** The table of a version. */
    public static EventTable of(FalcoVersion version) {
        return ALL.computeIfAbsent(version, EventTable::new);
    }

    public FalcoVersion version() {
        return version;
    }

    /** The type of a code, or null if the code is unknown. */
    public @Nullable EventType type(int code) {
        return code >= 0 && code < types.length ? types[code] : null;
    }

    /** The types of a name, by ascending code; empty if the name is unknown. */
    public List<EventType> named(String name) {
        return List.copyOf(byName.getOrDefault(name, List.of()));
    }

    /** All types, by ascending code. */
    public List<EventType> types() {
        return Collections.unmodifiableList(known);
    }
}
