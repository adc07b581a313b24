// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

import org.apiguardian.api.API;

/** Why an event, or a part of one, is not what it should be. The order is that of the counters in the kernel. */
@API(status = API.Status.INTERNAL)
public enum LossCause {
    /** The ring buffer had no room; the event is gone. */
    RING_FULL("did not fit into the ring buffer", true),
    /** A string was longer than the longest that the kernel takes, and was cut. */
    STRING_CUT("had a string that was cut", true),
    /** Memory of the process could not be read without a page fault; the parameter is empty. */
    PAGE_FAULT("had a parameter in memory that was not present", true),
    /** A path in the kernel has more components or bytes than the sensor can follow; the parameter is empty or cut. */
    UNREADABLE_PATH("had a path that could not be followed", true),
    /** A process could not be marked; its events are missing. */
    MARK_FAILED("were made by processes that could not be marked", true),
    /** A program could not run because another was running on the same processor; the event is gone. */
    BUSY("met a sensor that was busy on the same processor", true),
    /** Arguments or environment exceed the 4096 bytes that an event holds, in Falco as here. It changes no verdict. */
    ARGUMENTS_CUT("had more arguments or environment than an event holds", false),
    /** The start of a call was not seen, so its arguments may have been others than at its end. */
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

    /** Whether a verdict can be wrong for it. */
    public boolean changesVerdict() {
        return changesVerdict;
    }
}
