// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.internal.condition.Program;

/**
 * Counts the events of a kind that an engine saw, and those that each of its rules matched and so hid from later rules.
 */
final class Tally {
    final Program program;
    private final long[] events = new long[EventCause.COUNT];
    private long[] taken = {};
    private long all;

    Tally(Program program) {
        this.program = program;
    }

    void seen(EventCause cause) {
        events[cause.ordinal()]++;
        all++;
    }

    void taken(int place, EventCause cause) {
        if (taken.length == 0) {
            taken = new long[EventCause.COUNT * program.size()];
        }
        taken[EventCause.COUNT * place + cause.ordinal()]++;
    }

    long events(EventCause cause) {
        return events[cause.ordinal()];
    }

    /** The number of events of all causes. */
    long events() {
        return all;
    }

    /** How many events were matched by rules before an index. */
    long takenBefore(int place, EventCause cause) {
        long sum = 0;
        for (int i = cause.ordinal(); i < Math.min(EventCause.COUNT * place, taken.length); i += EventCause.COUNT) {
            sum += taken[i];
        }
        return sum;
    }

    /** The index of a rule among those for the kind; negative if it is none of them. */
    int place(int rule) {
        return program.indexOf(rule);
    }
}
