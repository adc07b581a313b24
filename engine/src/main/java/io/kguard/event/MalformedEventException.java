package io.kguard.event;

/** Bytes that are no event, or whose lengths contradict each other. */
public final class MalformedEventException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message that says what is wrong with the bytes. */
    public MalformedEventException(String message) {
        super(message);
    }
}
