// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

/** A document is not an event of a source, or Falco's plugin would not take it. */
public final class SourceEventException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SourceEventException(String message) {
        super(message);
    }
}
