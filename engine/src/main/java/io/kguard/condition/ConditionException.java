package io.kguard.condition;

/** A condition that parses and still can't be used: an unknown field, a wrong type, a bad value. The message is Falco's. */
public final class ConditionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Span span;

    ConditionException(String message, Span span) {
        super(message);
        this.span = span;
    }

    ConditionException(String message, Span span, Throwable cause) {
        super(message, cause);
        this.span = span;
    }

    /** The part at fault: a field, a value or a check; in the macro's text if it came out of a macro. */
    public Span span() {
        return span;
    }
}
