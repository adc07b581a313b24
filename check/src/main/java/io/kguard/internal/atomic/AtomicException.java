// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.atomic;

import io.kguard.diagnostic.KguardException;

/** A file is not in the format of Atomic Red Team. The message says where and why. */
final class AtomicException extends KguardException {
    AtomicException(String message) {
        super(message);
    }
}
