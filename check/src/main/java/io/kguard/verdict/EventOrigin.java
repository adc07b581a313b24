// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import org.apiguardian.api.API;

/** Where the events of a simulation come from. */
@API(status = API.Status.INTERNAL)
public enum EventOrigin {
    /** The sensor watched real processes. */
    LIVE("live"),
    /** A capture was replayed. */
    CAPTURE("capture"),
    /** An audit log was read. */
    AUDIT("audit"),
    /** A log of other sources than system calls was read. */
    LOG("log"),
    /** A test wrote them. */
    WRITTEN("written");

    private final String word;

    EventOrigin(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
