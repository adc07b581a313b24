// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import io.kguard.diagnostic.KguardException;
import org.jspecify.annotations.Nullable;

/**
 * A container, or something that it needs, is missing or did not start. The message says what is missing and what to
 * do.
 */
public final class SandboxException extends KguardException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public enum Reason {
        /** The machine lacks something: root, runc, overlayfs, a Docker daemon. */
        NOT_SUPPORTED,
        /** The pod or the request contradicts itself, or asks for something that the sandbox does not support. */
        BAD_REQUEST,
        /** There is no image with that name, or it is damaged. */
        IMAGE,
        /** A config map, secret or other object that the pod refers to does not exist. */
        MISSING_OBJECT,
        /** The container's first process did not start. */
        NOT_STARTED,
        /** A command in a running container could not be started. */
        EXEC_NOT_STARTED,
        /** The container does not run or no longer runs. */
        NOT_RUNNING,
        /** Something exceeded its time limit. */
        TIMEOUT,
        /** A resource limit was reached: output, memory, processes or disk. */
        LIMIT,
        /** The sandbox itself failed, with an I/O error or a dead shim. */
        INTERNAL
    }

    /** For a failure without a cause. The message says what to do. */
    public SandboxException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** For a failure with a cause. The message says what to do. */
    public SandboxException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
