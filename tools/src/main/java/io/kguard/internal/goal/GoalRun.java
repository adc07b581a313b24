// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.diagnostic.KguardException;
import io.kguard.internal.file.FileFault;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Does what a goal says. */
public final class GoalRun {
    private GoalRun() {}

    /**
     * Runs a goal.
     *
     * @param given the values of parameters that the user gave, by their names; kguard.yaml may have more
     * @return how it ended; what users can mend is no exception
     */
    public static Ending run(Goal goal, Workplace place, Map<String, List<String>> given) {
        try {
            GivenSettings all = GivenSettings.of(goal, place, given);
            all.sayTo(place);
            return run(goal, place, all);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ending(Ending.Kind.NOT_JUDGED, "the run was interrupted", e);
        } catch (KguardException | IllegalArgumentException e) {
            return Ending.of(Ending.Kind.NOT_JUDGED, e);
        } catch (IOException e) {
            return new Ending(Ending.Kind.NOT_JUDGED, FileFault.of(e), e);
        }
    }

    /**
     * The values of parameters that the user and kguard.yaml give, by their names.
     *
     * @throws IllegalArgumentException if something is wrong with the file
     * @throws IOException if it can't be read
     */
    public static Map<String, List<String>> given(Goal goal, Workplace place, Map<String, List<String>> given)
            throws IOException {
        return GivenSettings.of(goal, place, given).values();
    }

    /**
     * Removes the reports of an earlier run, which must not be taken for those of this one. The goals do it when they begin; a build
     * does it for a goal that it skips, too.
     */
    public static void removeReports(Settings settings, Workplace place) throws IOException {
        VerifyGoal.removeReports(settings, place);
    }

    private static Ending run(Goal goal, Workplace place, GivenSettings given)
            throws IOException, InterruptedException {
        try {
            return run(settings(goal, place, given.values()), place);
        } catch (WrongUse e) {
            return given.wrong(e.wrong());
        }
    }

    private static Settings settings(Goal goal, Workplace place, Map<String, List<String>> given) throws WrongUse {
        try {
            return Settings.of(goal, place::file, given);
        } catch (IllegalArgumentException e) {
            throw new WrongUse(e);
        }
    }

    private static Ending run(Settings settings, Workplace place) throws IOException, InterruptedException, WrongUse {
        try {
            return prepared(settings, place).run();
        } finally {
            settings.end();
        }
    }

    private static GoalAct.Task prepared(Settings settings, Workplace place) throws IOException, WrongUse {
        try {
            return Goals.act(settings.goal()).prepare(settings, place);
        } catch (IllegalArgumentException e) {
            throw new WrongUse(e);
        }
    }

    /** Settings are invalid. */
    private static final class WrongUse extends Exception {
        private static final long serialVersionUID = 1L;

        private final IllegalArgumentException wrong;

        WrongUse(IllegalArgumentException wrong) {
            super(wrong);
            this.wrong = wrong;
        }

        IllegalArgumentException wrong() {
            return wrong;
        }
    }
}
