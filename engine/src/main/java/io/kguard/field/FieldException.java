package io.kguard.field;

import org.jspecify.annotations.Nullable;

/** A field that a rule names can't be read. The message is Falco's where Falco has one. */
public final class FieldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why not. */
    public enum Reason {
        /** No field has the name. */
        NONEXISTENT,
        /** The argument is missing, malformed or names nothing. */
        ARGUMENT,
        /** The field is known, but kguard does not compute it. */
        NOT_IMPLEMENTED,
        /** The field can't be used in an output. */
        FILTER_ONLY,
        /** A transformer can't be applied to the field. */
        TRANSFORMER,
        /** The text around the fields of an output template is malformed. */
        TEMPLATE
    }

    private final Reason reason;
    private final @Nullable String suggestion;

    FieldException(Reason reason, String message, @Nullable String suggestion) {
        super(message);
        this.reason = reason;
        this.suggestion = suggestion;
    }

    FieldException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** Why the field can't be read. */
    public Reason reason() {
        return reason;
    }

    /** The name that was probably meant, null if none is near. */
    public @Nullable String suggestion() {
        return suggestion;
    }
}
