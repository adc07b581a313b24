// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/** A string that is not JSON. */
@API(status = API.Status.INTERNAL)
public final class JsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int at;

    JsonException(String what, int at) {
        super("not JSON: " + what + " at byte " + (at + 1));
        this.at = at;
    }

    /** How many bytes are before what is wrong. */
    public int at() {
        return at;
    }
}
