// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/** Bytes are not an event, or their lengths contradict each other. */
@API(status = API.Status.INTERNAL)
public final class MalformedEventException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The message says what is wrong with the bytes. */
    public MalformedEventException(String message) {
        super(message);
    }
}
