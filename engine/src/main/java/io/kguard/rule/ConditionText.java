// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Position;
import org.apiguardian.api.API;

/**
 * The text of a condition before parsing: appends joined, exceptions added, list names replaced by the lists' items. It
 * knows where in the rule files each of its characters was written.
 */
@API(status = API.Status.INTERNAL)
public final class ConditionText {
    private final TracedText text;
    private final Context context;

    ConditionText(TracedText text, Context context) {
        this.text = text;
        this.context = context;
    }

    TracedText traced() {
        return text;
    }

    /** What this is the condition of. */
    Context context() {
        return context;
    }

    public String text() {
        return text.toString();
    }

    /**
     * Where a character was written. What the loader added, such as the {@code and not} before an exception, counts as
     * written where the following text was.
     *
     * @param index an index into {@link #text()}; its length means the end
     */
    public Position positionOf(int index) {
        return text.positionOf(index);
    }

    @Override
    public String toString() {
        return text();
    }
}
