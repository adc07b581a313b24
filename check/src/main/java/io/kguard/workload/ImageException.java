// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.kguard.diagnostic.KguardException;
import org.apiguardian.api.API;

/** An image can't be used. The message names it and says what to do. */
@API(status = API.Status.INTERNAL)
public final class ImageException extends KguardException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public enum Reason {
        /** There is no such image, or it is damaged. */
        IMAGE,
        /** The machine lacks programs from which the image is built. */
        MACHINE
    }

    public ImageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public ImageException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
