// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import org.jspecify.annotations.Nullable;

/** A string that later items append to, with a space before each piece. It is assembled on demand. */
final class AppendedText {
    private final TracedText.Builder pieces = new TracedText.Builder();
    private @Nullable TracedText whole;

    public AppendedText(TracedText first) {
        pieces.append(first);
        whole = first;
    }

    /** Appends a piece. A string that is absent because of an error stays absent. */
    public void append(TracedText more) {
        if (!isEmpty()) {
            pieces.append(" ").append(more);
            whole = null;
        }
    }

    public boolean isEmpty() {
        return pieces.length() == 0;
    }

    public TracedText text() {
        TracedText text = whole == null ? pieces.build() : whole;
        whole = text;
        return text;
    }
}
