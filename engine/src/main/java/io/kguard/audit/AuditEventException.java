package io.kguard.audit;

/** A text that is no audit event, or one that Falco would not take. */
public final class AuditEventException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AuditEventException(String message) {
        super(message);
    }
}
