// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.verdict.StoppedProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows the first process that each rule fired on since the first step, to its end: one that a step started, if there is
 * one.
 */
final class StoppedProcesses {
    private static final int MAX_RULES = 1000;
    private static final int SIGNAL = 2;

    private final Map<String, Watched> byRule = new LinkedHashMap<>();

    private static final class Watched {
        final long process;
        final long firedAt;
        final boolean ofStep;
        boolean killed;
        long endedAt;

        Watched(long process, long firedAt, boolean ofStep) {
            this.process = process;
            this.firedAt = firedAt;
            this.ofStep = ofStep;
        }
    }

    /** A rule fired on an event of a process. */
    void fired(String rule, long process, long timestamp, boolean ofStep) {
        Watched known = byRule.get(rule);
        boolean better = known == null || ofStep && !known.ofStep;
        if (process > 0 && better && byRule.size() < MAX_RULES) {
            byRule.put(rule, new Watched(process, timestamp, ofStep));
        }
    }

    /** Takes an event that the lineage has taken. */
    void take(Event event, ProcessLineage lineage) {
        if (event.code() != EventCodes.PROCEXIT_E) {
            return;
        }
        for (Watched watched : byRule.values()) {
            if (watched.endedAt == 0) {
                watched.killed |= event.tid() == watched.process && event.number(SIGNAL) != 0;
                watched.endedAt = lineage.isAnyLeft(watched.process) ? 0 : event.timestamp();
            }
        }
    }

    /** Whether a rule fired on a process, and that and all that it started have ended. */
    boolean isOver(String rule) {
        Watched watched = byRule.get(rule);
        return watched != null && watched.endedAt != 0;
    }

    /** Whether a rule fired on a process. */
    boolean isKnown(String rule) {
        return byRule.containsKey(rule);
    }

    /** What happened to the process that a rule fired on; empty if it runs, or if there is none. */
    Optional<StoppedProcess> of(String rule) {
        Watched watched = byRule.get(rule);
        return watched == null || watched.endedAt == 0
                ? Optional.empty()
                : Optional.of(new StoppedProcess(
                        rule, watched.firedAt, Duration.ofNanos(watched.endedAt - watched.firedAt), watched.killed));
    }

    List<StoppedProcess> all() {
        return byRule.keySet().stream().flatMap(rule -> of(rule).stream()).toList();
    }
}
