// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import java.util.List;
import java.util.Set;

/** The event types that a sensor records: all but those that come from files. */
public final class SensorTypes {
    private static final Set<String> FROM_FILES = Set.of("useradded", "userdeleted", "groupadded", "groupdeleted");

    private SensorTypes() {}

    /** The types of a version. */
    public static List<EventType> of(FalcoVersion version) {
        return EventTable.of(version).types().stream()
                .filter(type -> !FROM_FILES.contains(type.name()))
                .toList();
    }
}
