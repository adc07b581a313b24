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

    /** Why an event is missing or incomplete. The order is that of the counters in the BPF programs. */
    public enum LossCause {
        /** The ring buffer was full; the event is lost. */
        RING_FULL("did not fit into the ring buffer", true),
        /** A string was longer than the kernel's limit and was cut. */
        STRING_CUT("had a string that was cut", true),
        /** Reading the process's memory would have caused a page fault; the parameter is empty. */
        PAGE_FAULT("had a parameter in memory that was not present", true),
        /** A path has more components or bytes than the sensor can follow; the parameter is empty or cut. */
        UNREADABLE_PATH("had a path that could not be followed", true),
        /** A process could not be marked; its events are missing. */
        MARK_FAILED("were made by processes that could not be marked", true),
        /** A program could not run because another one was running on the same processor; the event is lost. */
        BUSY("met a sensor that was busy on the same processor", true),
        /** Arguments or environment exceed the 4096 bytes that an event holds, in Falco too. This changes no verdict. */
        ARGUMENTS_CUT("had more arguments or environment than an event holds", false),
        /** The start of a call was not seen, so its arguments may have changed before its end. */
        START_UNSEEN("were of calls whose start was not seen", true);

        private final String clause;
        private final boolean changesVerdict;

        LossCause(String clause, boolean changesVerdict) {
            this.clause = clause;
            this.changesVerdict = changesVerdict;
        }

        /** What happened to the events, as the end of a sentence that begins with their number. */
        public String clause() {
            return clause;
        }

        /** Whether it can make a verdict wrong. */
        public boolean changesVerdict() {
            return changesVerdict;
        }
    }

    /**
     * Something that a process of a simulation did and that no event shows. Its consequences can't be judged.
     *
     * @param cause why it was not seen
     * @param pid the process, by its number in the initial pid namespace
     * @param program the process's name
     * @param act what it did, as the end of a sentence that begins with the process
     * @param count how often
     */
    public record BlindSpot(Cause cause, int pid, String program, String act, long count) {
        /** Why an act is not seen. The order is that of the BPF programs' enum. */
        public enum Cause {
            /** Operations that io_uring does for a process. */
            IO_URING("whose operations no event shows; Falco would not see them either", true),
            /** A system call through another interface than the machine's own, such as the 32-bit one. */
            FOREIGN_CALL("which no event shows; Falco would not see it either", true),
            /** Writing the memory or registers of a process outside the simulation, which then acts for the writer. */
            MEMORY_WRITTEN("and what that process does then is not judged; Falco on a node would see it", false),
            /** A descriptor of something that a process outside the simulation opened. */
            DESCRIPTOR_FROM_OUTSIDE("and no event says what it leads to; Falco would not know it either", true),
            /** A program that the kernel itself started, possibly triggered by a container. */
            KERNEL_HELPER("and what it does is not judged; Falco on a node would see it", false),
            /** A path, an address or data that changed between the start and the end of a call. */
            ARGUMENTS_CHANGED("and events show only one of the two values; Falco can be deceived like that, too", true),
            /** More messages in one call than its events show. */
            MESSAGES("of which events do not show all; Falco would not see the others either", true),
            /** A descriptor or the working directory that was replaced between the start and the end of a call. */
            REPLACED("and events show only the later one; Falco can be deceived like that, too", true),
            /** Operations of the kernel's older asynchronous interface. */
            AIO("whose operations no event shows; Falco would not see them either", true),
            /** A call that fails here, but perhaps not on a node. */
            REFUSED("which a node may grant; what would follow there is not judged", false),
            /** A call that took a part of its data or addresses after it had waited, from memory that others can change. */
            LATE("and events show only what was there at the end; Falco can be deceived like that, too", true),
            /** The use of a descriptor that another process of the simulation sent in a message. */
            SENT("and no event says what it leads to; Falco looks it up in /proc, which can be too late", false),
            /** Processes that share descriptors or a working directory, or threads that do not. */
            SHARED("and events do not say whose they are; Falco would not know it either", true),
            /** Use of something that is the whole machine's, up to the limit for a simulation. */
            EXHAUSTING("and was killed, because the rest is for others; on a node it would go on", false),
            /** A path relative to another folder than the one of which events tell, which Java finds. */
            OTHER_FOLDER("and rules see the path in the folder of the events; Falco would, too", true);

            private final String consequence;
            private final boolean blindInFalco;

            Cause(String consequence, boolean blindInFalco) {
                this.consequence = consequence;
                this.blindInFalco = blindInFalco;
            }

            /**
             * Whether Falco on a node would not see it either. Falco sees the others because it watches every process of a
             * node.
             */
            public boolean isBlindInFalco() {
                return blindInFalco;
            }
        }

        /** Says in a sentence which process did what, and whether Falco would see it. */
        public String describe() {
            return program + "[" + pid + "] " + act + (count > 1 ? " (" + count + " times)" : "") + ", "
                    + cause.consequence;
        }

        /** The same, once more. */
        public BlindSpot again() {
            return new BlindSpot(cause, pid, program, act, count + 1);
        }
    }
}
