package io.kguard.event;

/**
 * Takes what a source of events tells about the machine before its first event. A source calls {@link #reset} at most once
 * before its entries; a capture that consists of several does so again for each of them.
 */
public interface StateSink {
    /** Everything known is void; entries of a new start follow. */
    void reset();

    /** One entry. */
    void entry(StateEntry entry);
}
