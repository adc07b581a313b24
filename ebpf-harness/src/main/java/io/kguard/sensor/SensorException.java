// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** The sensor does not work. The message says what is missing and what to do about it. */
@API(status = API.Status.INTERNAL)
public final class SensorException extends RuntimeException {
    SensorException(String message) {
        super(message);
    }

    SensorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
