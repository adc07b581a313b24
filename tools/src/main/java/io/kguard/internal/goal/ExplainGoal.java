// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.text;

import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.tool.explain.Explain;
import io.kguard.scenario.ScenarioCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The goal {@code explain}. */
final class ExplainGoal {
    static final Goals.Registered GOAL = Goals.Registered.of(
            "explain",
            "Says what a code of lint, a field or a scenario is.",
            Goal.Group.EVERY_DAY,
            false,
            "name",
            List.of(
                    text("name", "A code such as LINT_NEVER_TRUE, a field such as proc.name, or the id of a scenario.")
                            .must(),
                    Parameters.SCENARIOS,
                    Parameters.SOURCES,
                    Parameters.FALCO),
            ExplainGoal::prepare);

    private ExplainGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        EventSources sources = inputs.sources();
        List<Path> files = inputs.scenarios();
        ClassLoader jars = place.catalogue();
        Explain explain = new Explain(
                sources,
                inputs.falco(),
                () -> ScenarioCatalogue.load(
                        jars, files, inputs.simulator().sandbox().setup().folders(), sources));
        String name = settings.text("name").strip();
        return () -> {
            try {
                place.say(explain.of(name));
                return Ending.PASSED;
            } catch (Explain.UnknownName e) {
                return Ending.of(Ending.Kind.NOT_JUDGED, e);
            }
        };
    }
}
