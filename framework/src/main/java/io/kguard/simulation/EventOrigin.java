package io.kguard.simulation;

/** Where the events of a simulation come from. */
public enum EventOrigin {
    /** The sensor watched real processes. */
    LIVE("live"),
    /** A capture was replayed. */
    CAPTURE("capture"),
    /** An audit log was read. */
    AUDIT("audit"),
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
