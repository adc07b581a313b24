// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds out which events of a play are its act. The program that plays marks begin and end by processes of its own, whose
 * first argument says which mark it is. What its first process does is never the act: it prepares, and is the other side
 * of connections.
 */
final class PlayMarks {
    private static final int RESULT = 0;
    private static final int EXE = 1;
    private static final int PARENT = 5;
    private static final String BEGINS = "kguard-play-begins";
    private static final String ENDS = "kguard-play-ends";

    /** The first process, and the marks. */
    private final Set<Long> outside = new HashSet<>();

    private long director;
    private boolean begun;
    private boolean ended;

    /** Processes an event of the step. */
    void take(Event event) {
        switch (event.code()) {
            case EventCodes.EXECVE_X, EventCodes.EXECVEAT_X -> {
                if (event.number(RESULT) == 0 && !ended) {
                    execute(event);
                }
            }
            case EventCodes.CLONE_X, EventCodes.CLONE3_X, EventCodes.FORK_X, EventCodes.VFORK_X -> {
                if (begun && event.number(RESULT) == 0 && event.number(PARENT) == director) {
                    outside.add(event.tid());
                }
            }
            default -> {}
        }
    }

    private void execute(Event event) {
        String first = event.text(EXE);
        if (!begun && first.equals(BEGINS)) {
            begun = true;
            director = event.number(PARENT);
            outside.add(director);
            outside.add(event.tid());
        } else if (first.equals(ENDS) && event.number(PARENT) == director) {
            ended = true;
        }
    }

    /** Whether what a thread does now is the act. */
    boolean isAct(long tid) {
        return begun && !ended && !outside.contains(tid);
    }
}
