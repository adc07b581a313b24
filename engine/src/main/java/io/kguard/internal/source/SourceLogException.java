// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import java.io.IOException;

/** A part of a log can't be used. Events read before it are valid. */
public final class SourceLogException extends IOException {
    private static final long serialVersionUID = 1;

    SourceLogException(String message) {
        super(message);
    }
}
