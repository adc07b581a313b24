// SPDX-License-Identifier: Apache-2.0
package io.kguard.audit;

import org.apiguardian.api.API;

/** A document is not an audit event, or Falco would not accept it. */
@API(status = API.Status.INTERNAL)
public final class AuditEventException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AuditEventException(String message) {
        super(message);
    }
}
