package io.kguard.audit;

import java.io.IOException;

/** An audit log that can't be read on. What was read before is good. */
public final class AuditLogException extends IOException {
    private static final long serialVersionUID = 1;

    private final long line;

    AuditLogException(String name, long line, String what) {
        super(name + ", line " + line + ": " + what);
        this.line = line;
    }

    /** The line, from 1. */
    public long line() {
        return line;
    }
}
