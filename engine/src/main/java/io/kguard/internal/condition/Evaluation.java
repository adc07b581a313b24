// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import io.kguard.internal.field.EventContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one engine during evaluation: results of shared parts for the current event, and results of string
 * comparisons as long as the strings recur.
 *
 * <p>Not thread-safe.
 */
public final class Evaluation {
    private final EventContext context;
    private final TextMemo[] texts;
    private final CandidateSet candidates = new CandidateSet();
    private long serial;
    /** The event, by its serial number, on which each part was decided last, and how. */
    private long[] decidedAt = {};

    private boolean[] decisions = {};

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
    void begin(int conditions, int parts) {
        serial++;
        candidates.clear(conditions);
        if (decisions.length < parts) {
            decidedAt = Arrays.copyOf(decidedAt, parts);
            decisions = Arrays.copyOf(decisions, parts);
        }
    }

    /** The conditions that may be true and were not looked at yet. */
    CandidateSet candidates() {
        return candidates;
    }

    /** The result of a string comparison. A string is compared once as long as it is remembered. */
    boolean text(int memo, int predicate) {
        return texts[memo].test(this, predicate);
    }

    /** The watched comparisons that are true for the event's string; null if it has none. */
    @Nullable
    IntList present(int memo) {
        return texts[memo].present(this);
    }

    boolean isDecided(int part) {
        return decidedAt[part] == serial;
    }

    boolean decision(int part) {
        return decisions[part];
    }

    void decided(int part, boolean holds) {
        decisions[part] = holds;
        decidedAt[part] = serial;
    }

    long serial() {
        return serial;
    }
}
