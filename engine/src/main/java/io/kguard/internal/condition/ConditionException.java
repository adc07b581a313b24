// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.field.FieldException;

/** A condition that parses and still can't be used: an unknown field, a wrong type, a bad value. The message is Falco's. */
public final class ConditionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** A field, or a transformer's use of it; the cause is a {@link io.kguard.internal.field.FieldException}. */
        FIELD,
        /** {@code evt.type} is compared with a type that there is not. */
        UNKNOWN_EVENT_TYPE,
        /** The raw value of the parameter can't be compared. */
        RAW_VALUE,
        /** Neither a port nor the name of a service. */
        SERVICE,
        /** Neither true nor false. */
        BOOLEAN,
        /** Something else; the message says it. */
        OTHER
    }

    private final Reason reason;
    private final transient Span span;

    ConditionException(String message, Span span) {
        this(Reason.OTHER, message, span);
    }

    ConditionException(Reason reason, String message, Span span) {
        super(message);
        this.reason = reason;
        this.span = span;
    }

    ConditionException(String message, Span span, FieldException cause) {
        super(message, cause);
        this.reason = Reason.FIELD;
        this.span = span;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }

    /** The part at fault: a field, a value or a check; in the macro's text if it came out of a macro. */
    public Span span() {
        return span;
    }
}
