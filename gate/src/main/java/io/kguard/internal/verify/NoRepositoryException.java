// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import java.io.IOException;

/** Files are in no git repository. */
final class NoRepositoryException extends IOException {
    private static final long serialVersionUID = 1;

    NoRepositoryException(String message) {
        super(message);
    }
}
