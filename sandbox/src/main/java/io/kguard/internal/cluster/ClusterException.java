// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.diagnostic.KguardException;

/** The simulated cluster can't start or can't do what was asked. The message says why and what to do. */
public final class ClusterException extends KguardException {
    private static final long serialVersionUID = 1;

    /** A message for the user. */
    public ClusterException(String message) {
        super(message);
    }

    /** A message for the user, with its cause. */
    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
