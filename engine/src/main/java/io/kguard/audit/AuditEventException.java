// SPDX-License-Identifier: Apache-2.0
package io.kguard.audit;

import org.apiguardian.api.API;

/** A text that is no audit event, or one that Falco would not take. */
@API(status = API.Status.INTERNAL)
public final class AuditEventException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AuditEventException(String message) {
        super(message);
    }
}
