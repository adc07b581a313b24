// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

/** An image that can't be used. The message names it, and says what to do. */
public final class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kind of failure it is. */
    public enum Reason {
        /** There is no such image, or it is damaged. */
        IMAGE,
        /** The machine lacks programs that the image is made from. */
        MACHINE
    }

    ImageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    ImageException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What kind of failure it is. */
    public Reason reason() {
        return reason;
    }
}
