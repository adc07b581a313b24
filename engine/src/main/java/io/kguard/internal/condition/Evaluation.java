// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.field.EventContext;

/**
 * The memory of one engine during evaluation: results of shared parts for the current event, and results of string
 * comparisons as long as the strings recur.
 *
 * <p>Not thread-safe.
 */
public final class Evaluation {
    /** The maximum number of shared parts that a program remembers. */
    static final int MEMO_SIZE = 256;

    private final EventContext context;
    private final TextMemo[] texts;
    private long serial;
    long known0;
    long known1;
    long known2;
    long known3;
    long value0;
    long value1;
    long value2;
    long value3;

    /** An evaluation for the programs of a set of conditions. */
    public Evaluation(ConditionSet conditions, EventContext context) {
        this.context = context;
        this.texts = conditions.texts().newMemos();
    }

    /** The context that values are read from. */
    public EventContext context() {
        return context;
    }

    /** Forgets the results of the previous event. */
    public void begin() {
        serial++;
        known0 = 0;
        known1 = 0;
        known2 = 0;
        known3 = 0;
    }

    /** The result of a string comparison. A string is compared once as long as it is remembered. */
    boolean text(int memo, int predicate) {
        return texts[memo].test(this, predicate);
    }

    long serial() {
        return serial;
    }
}
