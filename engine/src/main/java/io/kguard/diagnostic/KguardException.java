// SPDX-License-Identifier: Apache-2.0
package io.kguard.diagnostic;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What kguard was asked for can't be done: a file can't be used, or the machine lacks something. The message is for the
 * user. It says what is wrong, where, and what to do; it may have several lines.
 *
 * <p>Files that can't be read or written are {@link java.io.IOException}s, and invalid arguments
 * {@link IllegalArgumentException}s.
 */
@API(status = API.Status.STABLE)
public abstract class KguardException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the whole message. */
    protected KguardException(String message) {
        super(message);
    }

    /** With the whole message, which says all that users need of the cause. */
    protected KguardException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
