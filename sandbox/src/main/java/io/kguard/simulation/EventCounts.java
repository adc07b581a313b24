// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.event.Event;
import io.kguard.event.EventTable;
import java.util.Arrays;
import java.util.Collection;
import org.apiguardian.api.API;

/** Counts the events of a simulation by their codes. */
@API(status = API.Status.INTERNAL)
public final class EventCounts implements EventTap {
    private final long[] counts = new long[EventTable.SIZE];

    /** The sum of several. */
    public static EventCounts sum(Collection<EventCounts> all) {
        EventCounts sum = new EventCounts();
        for (EventCounts one : all) {
            for (int code = 0; code < one.counts.length; code++) {
                sum.counts[code] += one.of(code);
            }
        }
        return sum;
    }

    @Override
    public synchronized void event(Event event) {
        if (has(event.code()) && !event.stateOnly()) {
            counts[event.code()]++;
        }
    }

    @Override
    public synchronized boolean startOver() {
        Arrays.fill(counts, 0);
        return true;
    }

    /** Whether there is such a code. */
    public boolean has(int code) {
        return code >= 0 && code < counts.length;
    }

    /** The number of events of a code. */
    public synchronized long of(int code) {
        return counts[code];
    }

    /** The number of all events. */
    public synchronized long total() {
        return Arrays.stream(counts).sum();
    }
}
