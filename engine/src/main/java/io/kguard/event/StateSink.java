// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/**
 * Takes what a source of events tells about the machine before its first event. A source calls {@link #reset} at most once
 * before its entries; a capture that consists of several does so again for each of them.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface StateSink {
    /** Everything known is void; entries of a new start follow. */
    void reset();

    /** One entry. */
    void entry(StateEntry entry);
}
