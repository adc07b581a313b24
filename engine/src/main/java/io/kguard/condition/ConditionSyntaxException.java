package io.kguard.condition;

/** A text that is no condition. The message is Falco's, position included. */
public final class ConditionSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final transient Span span;

    ConditionSyntaxException(String reason, Span span) {
        super("filter error at index " + span.start() + ", line " + span.line() + ", column " + span.column() + ": "
                + reason);
        this.reason = reason;
        this.span = span;
    }

    /** What is wrong, in Falco's words, without the position. */
    public String reason() {
        return reason;
    }

    /** Where the parser stood; empty (start = end). */
    public Span span() {
        return span;
    }
}
