// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** A container, or something that it needs, is not there or did not start. The message says what is missing and what to do. */
@API(status = API.Status.INTERNAL)
public final class SandboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kind of failure it is. */
    public enum Reason {
        /** The machine lacks something: root, runc, overlayfs, a Docker daemon. */
        NOT_SUPPORTED,
        /** The pod or the request asks for what the sandbox does not do, or contradicts itself. */
        BAD_REQUEST,
        /** No image of that name is at hand, or it is damaged. */
        IMAGE,
        /** A config map, secret or other object that the pod refers to does not exist. */
        MISSING_OBJECT,
        /** The container's first process did not start. */
        NOT_STARTED,
        /** A command in a running container could not be started. */
        EXEC_NOT_STARTED,
        /** The container is not running (any more). */
        NOT_RUNNING,
        /** Something took longer than it may. */
        TIMEOUT,
        /** A resource limit was hit: output, memory, processes or disk. */
        LIMIT,
        /** The sandbox itself failed: an I/O error, a shim that died. */
        INTERNAL
    }

    /** For what has no deeper cause; the message says what to do. */
    public SandboxException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** With the failure below it; the message says what to do. */
    public SandboxException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What kind of failure it is. */
    public Reason reason() {
        return reason;
    }
}
