package io.kguard.sensor;

import io.kguard.event.EventType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one simulation's events went through.
 *
 * @param eventsSeen events handed to the consumer, those for state included
 * @param losses how many events each cause concerns, causes without any left out
 * @param lostTypes the types of the events concerned by a cause that can change a verdict
 * @param calls32Bit system calls made through the 32-bit interface, which no event shows
 * @param ioUringOperations operations submitted through io_uring, which no event shows
 */
public record SensorStats(
        long eventsSeen,
        Map<LossCause, Long> losses,
        List<EventType> lostTypes,
        long calls32Bit,
        long ioUringOperations) {
    public SensorStats {
        losses = Map.copyOf(losses);
        lostTypes = List.copyOf(lostTypes);
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

    /** What rules on system calls could not see, in a sentence; empty if there was nothing. */
    public String describeBlindSpots() {
        if (calls32Bit == 0 && ioUringOperations == 0) {
            return "";
        }
        return "The simulation made " + (calls32Bit + ioUringOperations)
                + " operations that rules on system calls can't see: " + calls32Bit + " 32-bit system calls and "
                + ioUringOperations + " io_uring operations";
    }
}
