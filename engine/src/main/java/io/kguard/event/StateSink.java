// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/**
 * Receives the state of the machine before the first event. A source calls {@link #reset} at most once before its
 * entries. A capture that consists of several captures does so for each of them.
 */
@API(status = API.Status.INTERNAL)
public interface StateSink {
    /** Discards all state. Entries of a new start follow. */
    void reset();

    void entry(StateEntry entry);
}
