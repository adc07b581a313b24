// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the processes of one container do in a play: {@code kguard-suite} reads it. The director, process 0, prepares what
 * the script presupposes, and plays the other side of connections.
 */
final class PlayPlan {
    private static final int DIRECTOR = 0;

    /** What a process does in its turn. */
    private record Action(int owner, String what, List<PlayStep> steps) {
        Plan plan() {
            Plan plan = new Plan().number(owner).word(what).number(steps.size());
            steps.forEach(step -> plan.append(step.plan()));
            return plan;
        }
    }

    private final List<Plan> processes = new ArrayList<>();
    private final Set<PlayStep> preparation = new LinkedHashSet<>();
    private final Set<String> paths = new LinkedHashSet<>();
    private final List<Action> starts = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();

    /** Adds a process, and returns its number. */
    int process(Plan process) {
        processes.add(process);
        int number = processes.size();
        prepare(PlayStep.own("install", String.valueOf(number)));
        return number;
    }

    /** Adds what must be so before the script begins. Nothing is prepared twice. */
    void prepare(PlayStep step) {
        preparation.add(step);
    }

    /** The same for a path: what comes later in the script finds what earlier actions made of it. */
    void preparePath(String path, PlayStep step) {
        if (paths.add(path)) {
            preparation.add(step);
        }
    }

    /** Adds the start of a process that runs from the beginning. */
    void start(int parent, String what, List<PlayStep> steps) {
        starts.add(new Action(parent, what, steps));
    }

    /** Adds an action of the script. */
    void act(int process, String what, List<PlayStep> steps) {
        actions.add(new Action(process, what, steps));
    }

    /** Adds what the director does between two actions. */
    void cue(String what, PlayStep step) {
        actions.add(new Action(DIRECTOR, what, List.of(step)));
    }

    /** The plan as the program reads it. */
    String text() {
        List<Action> all = new ArrayList<>();
        all.add(new Action(DIRECTOR, "the preparation", List.copyOf(preparation)));
        all.addAll(starts);
        all.add(new Action(DIRECTOR, "the begin of the play", List.of(PlayStep.own("begin"))));
        all.addAll(actions);
        all.add(new Action(DIRECTOR, "the end of the play", List.of(PlayStep.own("end"))));
        Plan plan = new Plan().number(processes.size());
        processes.forEach(plan::append);
        plan.number(all.size());
        all.forEach(action -> plan.append(action.plan()));
        return "a" + plan;
    }
}
