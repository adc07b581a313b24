package io.kguard.event;

/** A string that is not JSON. */
public final class JsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    JsonException(String message) {
        super(message);
    }
}
