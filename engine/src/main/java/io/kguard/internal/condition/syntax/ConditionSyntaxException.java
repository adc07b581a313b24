// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.syntax;

/** A string is not a valid condition. The message is Falco's, including the position. */
public final class ConditionSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the parser expected at its position. */
    public enum Expected {
        /** A check, a macro or a parenthesis. */
        CHECK,
        /** An operator after a field. */
        OPERATOR,
        /** A value, or a field in a transformer. */
        VALUE,
        /** A value after a comma. */
        LIST_ITEM,
        /** The end of a field's argument. */
        CLOSING_BRACKET,
        /** The end of a group or a list. */
        CLOSING_PARENTHESIS,
        /** {@code and}, {@code or}, or the end of the condition. */
        CONNECTIVE,
        /** The same, after a {@code val} that is not allowed there. */
        CONNECTIVE_AFTER_VAL,
        /** Something else; the message says what. */
        OTHER
    }

    private final String reason;
    private final Expected expected;
    private final transient Span span;

    ConditionSyntaxException(String reason, Expected expected, Span span) {
        super("filter error at index " + span.start() + ", line " + span.line() + ", column " + span.column() + ": "
                + reason);
        this.reason = reason;
        this.expected = expected;
        this.span = span;
    }

    /** What is wrong, in Falco's words, without the position. */
    public String reason() {
        return reason;
    }

    /** What the parser expected. */
    public Expected expected() {
        return expected;
    }

    /** The position of the parser; empty (start = end). */
    public Span span() {
        return span;
    }
}
