// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

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
