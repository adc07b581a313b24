// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import org.jspecify.annotations.Nullable;

/** A text that later items append to, with a blank before each piece. It is put together when somebody asks for it. */
final class AppendedText {
    private final TracedText.Builder pieces = new TracedText.Builder();
    private @Nullable TracedText whole;

    AppendedText(TracedText first) {
        pieces.append(first);
        whole = first;
    }

    /** Appends; what is missing because of an error stays missing. */
    void append(TracedText more) {
        if (!isEmpty()) {
            pieces.append(" ").append(more);
            whole = null;
        }
    }

    boolean isEmpty() {
        return pieces.length() == 0;
    }

    TracedText text() {
        TracedText text = whole == null ? pieces.build() : whole;
        whole = text;
        return text;
    }
}
