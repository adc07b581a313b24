// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.text;

import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The goals, in the order in which people need them. To add one, write a class and name it here: the descriptor of the Maven plugin,
 * and the commands with their options are made of this list.
 */
public final class Goals {
    /**
     * A goal, and what does it.
     *
     * @param goal what it is called, and what it takes
     * @param act what it does
     */
    record Registered(Goal goal, GoalAct act) {
        static Registered of(
                String name,
                String summary,
                Goal.Group group,
                boolean plays,
                String argument,
                List<GoalParameter> parameters,
                GoalAct act) {
            return new Registered(new Goal(name, summary, group, plays, argument, parameters), act);
        }
    }

    private static final List<Registered> REGISTERED = List.of(
            InitGoal.GOAL,
            VerifyGoal.VERIFY,
            LintGoal.GOAL,
            ReplayGoal.GOAL,
            RecordGoal.GOAL,
            NewTestGoal.GOAL,
            DeriveGoal.GOAL,
            SuiteGoals.MUTATE,
            SuiteGoals.TUNE,
            SuiteGoals.DIFF,
            SuiteGoals.REVIEW,
            UpgradeGoal.GOAL,
            VerifyGoal.BASELINE,
            MergeGoal.GOAL,
            BoardGoal.GOAL,
            SuiteGoals.WATCH,
            ScenariosGoal.GOAL,
            ExplainGoal.GOAL,
            ImagesGoal.GOAL,
            DoctorGoal.GOAL);

    private static final List<Goal> ALL =
            REGISTERED.stream().map(Registered::goal).toList();

    /** The goal of the plugin alone; the launcher has {@code --help}. */
    public static final Goal HELP = new Goal(
            "help",
            "Lists the goals, or the properties of one.",
            Goal.Group.EVERY_DAY,
            false,
            "",
            List.of(text(
                    "goal",
                    "The goal whose properties are listed. Default: all goals are listed, without their properties.")));

    private Goals() {}

    /** All goals of the Maven plugin. */
    public static List<Goal> ofPlugin() {
        List<Goal> goals = new ArrayList<>(ALL);
        goals.add(HELP);
        return goals;
    }

    /** All goals that {@link GoalRun} runs. */
    public static List<Goal> all() {
        return ALL;
    }

    /** The goal with a name. */
    public static Optional<Goal> named(String name) {
        return ALL.stream().filter(goal -> goal.name().equals(name)).findFirst();
    }

    /** What does a goal. */
    static GoalAct act(Goal goal) {
        return REGISTERED.stream()
                .filter(one -> one.goal().name().equals(goal.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing does the goal " + goal.name()))
                .act();
    }
}
