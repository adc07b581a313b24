// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/** A string that is not JSON. */
@API(status = API.Status.INTERNAL)
public final class JsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    JsonException(String message) {
        super(message);
    }
}
