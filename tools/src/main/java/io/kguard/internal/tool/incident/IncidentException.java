// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.diagnostic.KguardException;

/** No test can be made of an incident. The message says why, and what to do. */
final class IncidentException extends KguardException {
    private static final long serialVersionUID = 1;

    /** With the whole message. */
    public IncidentException(String message) {
        super(message);
    }
}
