// SPDX-License-Identifier: Apache-2.0
package io.kguard.audit;

import java.io.IOException;
import org.apiguardian.api.API;

/** A line of an audit log can't be read. Events read before it are valid. */
@API(status = API.Status.EXPERIMENTAL)
public final class AuditLogException extends IOException {
    private static final long serialVersionUID = 1;

    private final long line;

    AuditLogException(String name, long line, String what) {
        super(name + ", line " + line + ": " + what);
        this.line = line;
    }

    /** The line number, from 1. */
    public long line() {
        return line;
    }
}
