// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.KguardException;

/** Two versions can't be compared. The message says why and what to do. */
final class UpgradeException extends KguardException {
    private static final long serialVersionUID = 1;

    public UpgradeException(String message) {
        super(message);
    }
}
