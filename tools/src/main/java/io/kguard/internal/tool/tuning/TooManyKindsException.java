// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import io.kguard.diagnostic.KguardException;

/** The alerts of a rule differ in so much that they can't be kept apart, and none may be left out in silence. */
final class TooManyKindsException extends KguardException {
    private static final long serialVersionUID = 1L;

    TooManyKindsException(String message) {
        super(message);
    }
}
