// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

import io.kguard.event.EventType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * What one simulation's events went through.
 *
 * @param eventsSeen events handed to the consumer, those for state included
 * @param losses how many events each cause concerns, causes without any left out
 * @param lostTypes the types of the events concerned by a cause that can change a verdict
 * @param blindSpots what its processes did that no event shows, without what a container runtime does
 */
@API(status = API.Status.INTERNAL)
public record SensorStats(
        long eventsSeen, Map<LossCause, Long> losses, List<EventType> lostTypes, List<BlindSpot> blindSpots) {
    public SensorStats {
        losses = Map.copyOf(losses);
        lostTypes = List.copyOf(lostTypes);
        blindSpots = List.copyOf(blindSpots);
    }

    /** The number of events concerned by a cause. */
    public long lost(LossCause cause) {
        return losses.getOrDefault(cause, 0L);
    }

    /** The number of events concerned by causes that can change a verdict. */
    public long eventsLost() {
        return losses.entrySet().stream()
                .filter(entry -> entry.getKey().changesVerdict())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** What was lost, in a sentence; empty if nothing was that can change a verdict. */
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
