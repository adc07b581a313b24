// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import java.util.BitSet;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The events that a running Falco can see, and those that kguard can see. */
final class RecordedEvents {
    /** Events that Falco leaves out because there are so many. Source: {@code falco -i} of 0.40. */
    private static final Set<String> ON_REQUEST = Set.of(
            "pread", "preadv", "pwrite", "pwritev", "read", "readv", "recv", "send", "sendfile", "write", "writev");

    /** The event that a simulation itself writes. */
    private static final String CONTAINER = "container";

    private final EventTable table;
    private final BitSet recorded = new BitSet(EventTable.SIZE);
    private final BitSet onRequest = new BitSet(EventTable.SIZE);
    private final BitSet simulated = new BitSet(EventTable.SIZE);

    /**
     * The recorded events of a version.
     *
     * @param sensor the types that kguard's sensor records
     */
    RecordedEvents(FalcoVersion version, Collection<EventType> sensor) {
        this.table = EventTable.of(version);
        for (EventType type : table.types()) {
            boolean gone = type.has(EventFlag.OLD_VERSION)
                    || type.has(EventFlag.UNUSED)
                    || type.name().equals("NA");
            boolean entersOnly = !version.hasEnterEvents() && hasExit(type);
            if (!gone && !entersOnly) {
                recorded.set(type.code());
                onRequest.set(type.code(), ON_REQUEST.contains(type.name()));
                simulated.set(type.code(), type.name().equals(CONTAINER));
            }
        }
        sensor.forEach(type -> simulated.set(type.code()));
    }

    /** Whether a type is the enter type of a pair. */
    private boolean hasExit(EventType type) {
        EventType next = table.type(type.code() + 1);
        return !type.isExit() && next != null && next.name().equals(type.name());
    }

    boolean intersects(BitSet codes) {
        return recorded.intersects(codes);
    }

    /** Whether a simulation has events of any of the codes. */
    boolean isSimulated(BitSet codes) {
        return simulated.intersects(codes);
    }

    /** Whether those of the codes that are recorded are all recorded on request only. */
    boolean onlyOnRequest(BitSet codes) {
        BitSet rest = (BitSet) codes.clone();
        rest.and(recorded);
        rest.andNot(onRequest);
        return rest.isEmpty();
    }

    /** The names of the event types with the codes, sorted. */
    String names(BitSet codes) {
        return codes.stream()
                .mapToObj(table::type)
                .filter(type -> type != null)
                .map(EventType::name)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .limit(10)
                .collect(Collectors.joining(", "));
    }
}
