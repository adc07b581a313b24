// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.files;
import static io.kguard.internal.option.GoalParameter.text;

import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.tool.explain.Explain;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.ScenarioCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The goal {@code explain}. */
final class ExplainGoal {
    static final Goals.Registered GOAL = Goals.Registered.of(
            "explain",
            "Says what a name is that a rule author meets: a rule, macro or list, a field, an operator, an event type, a"
                    + " code of lint, a technique, a scenario.",
            Goal.Group.EVERY_DAY,
            false,
            "name",
            List.of(
                    text(
                                    "name",
                                    "The name, such as proc.name, LINT_NEVER_TRUE, execve, pmatch, T1059 or \"Terminal shell in container\".")
                            .must()
                            .callerOnly(),
                    files(
                                    "rules",
                                    "Rule files and directories, in the order in which they are loaded. Default: src/kguard/rules, or"
                                            + " this machine's copy of Falco's rules.")
                            .shared(),
                    Parameters.SOURCES,
                    Parameters.SCENARIOS,
                    Parameters.FALCO),
            ExplainGoal::prepare);

    private ExplainGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        EventSources sources = inputs.sources();
        RuleLoader loader = inputs.loader();
        List<Path> rules = rules(settings, place, inputs);
        List<Path> files = inputs.scenarios();
        ClassLoader jars = place.catalogue();
        Explain explain = new Explain(
                sources,
                loader.version(),
                () -> rules.isEmpty() ? Optional.empty() : Optional.of(loader.load(rules)),
                () -> ScenarioCatalogue.load(
                        jars, files, inputs.simulator().sandbox().setup().folders(), sources));
        String name = settings.text("name").strip();
        return () -> {
            try {
                explain.of(name).lines().map(ConsoleText::of).forEach(place::say);
                return Ending.PASSED;
            } catch (Explain.UnknownName e) {
                return Ending.of(Ending.Kind.NOT_JUDGED, e);
            }
        };
    }

    /** The given rule files, or the project's own, or those of Falco's package; empty if there are none. */
    private static List<Path> rules(Settings settings, Workplace place, GoalInputs inputs) {
        if (settings.isGiven("rules") || Files.isDirectory(place.file("src/kguard/rules"))) {
            return inputs.rules();
        }
        return Files.isRegularFile(StockRules.INSTALLED) ? List.of(StockRules.INSTALLED) : List.of();
    }
}
