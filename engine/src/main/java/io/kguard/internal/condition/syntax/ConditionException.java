// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.syntax;

import io.kguard.internal.field.FieldException;

/** A condition that parses but can't be used: an unknown field, a wrong type, a bad value. The message is Falco's. */
public final class ConditionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        /**
         * A field, or a transformer that can't be applied to it; the cause is a
         * {@link io.kguard.internal.field.FieldException}.
         */
        FIELD,
        /** {@code evt.type} is compared with a type that does not exist. */
        UNKNOWN_EVENT_TYPE,
        /** The raw value of the parameter can't be compared. */
        RAW_VALUE,
        /** Neither a port nor the name of a service. */
        SERVICE,
        /** Neither true nor false. */
        BOOLEAN,
        /** Another reason; the message says which. */
        OTHER
    }

    private final Reason reason;
    private final transient Span span;

    public ConditionException(String message, Span span) {
        this(Reason.OTHER, message, span);
    }

    public ConditionException(Reason reason, String message, Span span) {
        super(message);
        this.reason = reason;
        this.span = span;
    }

    public ConditionException(String message, Span span, FieldException cause) {
        super(message, cause);
        this.reason = Reason.FIELD;
        this.span = span;
    }

    public Reason reason() {
        return reason;
    }

    /** The wrong part: a field, a value or a check; if it comes from a macro, its position in the macro's text. */
    public Span span() {
        return span;
    }
}
