// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.field.EventContext;

/**
 * What one engine remembers while it evaluates: shared parts of conditions for the length of an event, and what texts
 * compare to for as long as they keep coming.
 *
 * <p>Not for use by several threads.
 */
public final class Evaluation {
    /** How many shared parts a program can remember. */
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

    /** An evaluation of the programs of a set of conditions. */
    public Evaluation(ConditionSet conditions, EventContext context) {
        this.context = context;
        this.texts = conditions.texts().newMemos();
    }

    /** The context that values are read from. */
    public EventContext context() {
        return context;
    }

    /** Forgets what held for the event before. */
    public void begin() {
        serial++;
        known0 = 0;
        known1 = 0;
        known2 = 0;
        known3 = 0;
    }

    /** Whether a text compares; each text is compared once as long as it is remembered. */
    boolean text(int memo, int predicate) {
        return texts[memo].test(this, predicate);
    }

    long serial() {
        return serial;
    }
}
