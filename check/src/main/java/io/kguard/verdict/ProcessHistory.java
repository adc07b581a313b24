// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.verdict.Findings.Program;
import io.kguard.verdict.Findings.RanStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apiguardian.api.API;

/** Keeps how steps ended, which programs the processes of a simulation executed, and which process caused each alert. */
@API(status = API.Status.INTERNAL)
public final class ProcessHistory {
    private static final int MAX_PROGRAMS = 200;
    private static final int MAX_ALERTS = 1000;
    private static final int MAX_COMMAND = 160;
    private static final int RESULT = 0;
    private static final int EXE = 1;
    private static final int ARGS = 2;
    private static final int PID = 4;
    private static final int PARENT = 5;

    private static final int MAX_STEPS = 20;
    private static final int MAX_STEP = 400;
    private static final int MAX_OUTPUT = 400;

    private final List<Program> programs = new ArrayList<>();
    private final List<RanStep> steps = new CopyOnWriteArrayList<>();
    private final Map<Long, Long> processes = new HashMap<>();
    private long current;

    /** Takes the event that is judged next. */
    public void take(Event event) {
        current = event.tid();
        int code = event.code();
        if ((code == EventCodes.EXECVE_X || code == EventCodes.EXECVEAT_X)
                && !event.stateOnly()
                && programs.size() < MAX_PROGRAMS
                && event.number(RESULT) == 0) {
            programs.add(new Program(event.number(PID), event.number(PARENT), event.timestamp(), command(event)));
        }
    }

    private static String command(Event event) {
        String command = (event.text(EXE) + " " + event.bytes(ARGS).replace('\0', ' ')).strip();
        return cut(command, MAX_COMMAND);
    }

    /** The event taken last raised an alert. */
    public void alerted(long event) {
        if (processes.size() < MAX_ALERTS) {
            processes.put(event, current);
        }
    }

    /**
     * A step ended.
     *
     * @param step the step in words
     * @param exit its exit status
     * @param output what it printed
     * @param millis how long it took
     */
    public void ran(String step, int exit, String output, long millis) {
        if (steps.size() < MAX_STEPS) {
            steps.add(new RanStep(cut(step.strip(), MAX_STEP), exit, cut(output.strip(), MAX_OUTPUT), millis));
        }
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }

    /** The first steps, in order. */
    List<RanStep> steps() {
        return List.copyOf(steps);
    }

    /** The first programs, in the order in which they were executed. */
    List<Program> programs() {
        return List.copyOf(programs);
    }

    /** The thread that caused the alerts of an event, or 0 if it is not known. */
    long processOf(long event) {
        return processes.getOrDefault(event, 0L);
    }
}
