// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.EventType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Counts for the events of one simulation.
 *
 * @param eventsSeen events passed to the consumer, including those for state only
 * @param losses the number of events affected by each cause, without causes that affect none
 * @param lostTypes the types of events affected by a cause that can change a verdict
 * @param blindSpots what its processes did that no event shows, without what a container runtime does
 */
public record SensorStats(
        long eventsSeen, Map<LossCause, Long> losses, List<EventType> lostTypes, List<BlindSpot> blindSpots) {
    public SensorStats {
        losses = Map.copyOf(losses);
        lostTypes = List.copyOf(lostTypes);
        blindSpots = List.copyOf(blindSpots);
    }

    /** The number of events affected by a cause. */
    public long lost(LossCause cause) {
        return losses.getOrDefault(cause, 0L);
    }

    /** The number of events affected by causes that can change a verdict. */
    public long eventsLost() {
        return losses.entrySet().stream()
                .filter(entry -> entry.getKey().changesVerdict())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Says in a sentence what was lost; empty if no loss can change a verdict. */
    public String describeLosses() {
        if (eventsLost() == 0) {
            return "";
        }
        Map<LossCause, Long> sorted = new EnumMap<>(losses);
        String causes = sorted.entrySet().stream()
                .filter(entry -> entry.getKey().changesVerdict())
                .map(entry -> entry.getValue() + " " + entry.getKey().clause())
                .collect(Collectors.joining(", "));
        String types =
                lostTypes.stream().map(EventType::name).distinct().sorted().collect(Collectors.joining(", "));
        return "Of the simulation's events " + causes + (types.isEmpty() ? "" : " (types: " + types + ")");
    }
}
