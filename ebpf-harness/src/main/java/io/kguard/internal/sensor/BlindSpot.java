// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

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
