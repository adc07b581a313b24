// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import org.apiguardian.api.API;

/** The simulated cluster can't start or do what it was asked to; the message says why and what to do. */
@API(status = API.Status.INTERNAL)
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message for the user. */
    public ClusterException(String message) {
        super(message);
    }

    /** With a message for the user and what led to it. */
    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
