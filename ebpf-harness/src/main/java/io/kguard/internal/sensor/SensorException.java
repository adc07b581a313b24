// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.diagnostic.KguardException;
import org.jspecify.annotations.Nullable;

/** The sensor does not work. The message says what is missing and what to do about it. */
public final class SensorException extends KguardException {
    public SensorException(String message) {
        super(message);
    }

    public SensorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
