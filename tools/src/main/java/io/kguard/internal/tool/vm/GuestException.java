// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import io.kguard.diagnostic.KguardException;

/** A virtual machine can't be made, or did not do what it was made for. */
public final class GuestException extends KguardException {
    private static final long serialVersionUID = 1L;

    /** One with this message. */
    public GuestException(String message) {
        super(message);
    }
}
