// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import org.jspecify.annotations.Nullable;

/** A field in a rule can't be read. The message is Falco's if Falco has one. */
public final class FieldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public enum Reason {
        /** No field has this name. */
        NONEXISTENT,
        /** The argument is missing. */
        NO_ARGUMENT,
        /** The argument is malformed or refers to nothing. */
        ARGUMENT,
        /** The argument names an event type that does not exist. */
        UNKNOWN_EVENT_TYPE,
        /** The field is known, but kguard does not compute it. */
        NOT_IMPLEMENTED,
        /** The field can't be used in outputs. */
        FILTER_ONLY,
        /** A transformer can't be applied to the field. */
        TRANSFORMER,
        /** The text around the fields of an output template is malformed. */
        TEMPLATE
    }

    private final Reason reason;
    private final String field;
    private final @Nullable String suggestion;

    private FieldException(Reason reason, String message, String field, @Nullable String suggestion) {
        super(message);
        this.reason = reason;
        this.field = field;
        this.suggestion = suggestion;
    }

    public FieldException(Reason reason, String message, @Nullable String suggestion) {
        this(reason, message, "", suggestion);
    }

    public FieldException(Reason reason, String message) {
        this(reason, message, "", null);
    }

    /** A field lacks its argument. Falco's message quotes the text from the field on. */
    static FieldException withoutArgument(String field, String text) {
        return new FieldException(Reason.NO_ARGUMENT, "filter syntax error: " + text, field, null);
    }

    /** A field of a plugin lacks its argument. */
    static FieldException withoutArgumentOfPlugin(String field, String message) {
        return new FieldException(Reason.NO_ARGUMENT, message, field, null);
    }

    /** The field that lacks its argument; empty for every other reason. */
    public String field() {
        return field;
    }

    public Reason reason() {
        return reason;
    }

    /** The name that was probably meant, or null if none is close. */
    public @Nullable String suggestion() {
        return suggestion;
    }
}
