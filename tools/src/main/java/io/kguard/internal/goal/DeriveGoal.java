// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.file;
import static io.kguard.internal.option.GoalParameter.names;
import static io.kguard.internal.option.GoalParameter.toggle;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import io.kguard.internal.tool.derive.Derive;
import io.kguard.internal.tool.derive.DeriveReport;
import io.kguard.lint.Lint;
import io.kguard.output.FalcoConfig;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The goal {@code derive}. */
final class DeriveGoal {
    static final Goals.Registered GOAL = Goals.Registered.of(
            "derive",
            "Writes tests of rules, made of their conditions. They are written events on which each rule fires, and the"
                    + " nearest ones on which it must not.",
            Goal.Group.BETTER_RULES,
            false,
            "rule",
            List.of(
                    names(
                                    "rule",
                                    "The rules, with commas between them; * stands for any characters. Default: all that are"
                                            + " evaluated.")
                            .callerOnly(),
                    toggle("missing", "true leaves out the rules that a scenario fires already."),
                    toggle(
                            "update",
                            "true writes files again whose rules changed. It never changes a file that somebody edited,"
                                    + " and says what that file lacks."),
                    toggle(
                                    "live",
                                    "true also plays the acts by real processes in containers, and writes those that can be played so"
                                            + " to a file of their own, NAME-live.yaml. It needs what verify needs.")
                            .callerOnly(),
                    file("into", "The folder for the scenarios.").orElse("src/kguard/scenarios/derived"),
                    Parameters.RULES_OR_CONFIGURED,
                    Parameters.BASE,
                    Parameters.ONLY_FILES,
                    Parameters.SOURCES,
                    Parameters.SCENARIOS,
                    Parameters.CONFIG_OF_RULES,
                    Parameters.PLUGINS,
                    Parameters.MATCHING,
                    Parameters.ENABLE,
                    Parameters.FALCO),
            DeriveGoal::prepare);

    private DeriveGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        FalcoConfig config = inputs.config();
        MeantRules meant = MeantRules.of(settings, inputs, config);
        RuleLoader loader = inputs.loader();
        EngineOptions options = inputs.evaluated(config);
        List<String> names = settings.names("rule");
        boolean missing = settings.isOn("missing");
        boolean update = settings.isOn("update");
        boolean live = settings.isOn("live");
        Path into = settings.folderToWrite("into").orElseThrow();
        if (meant.files().stream().anyMatch(file -> isIn(file, into))) {
            throw new IllegalArgumentException(
                    Wording.option("into") + " is \"" + into
                            + "\", where rules are; scenarios need a folder of their own, such as src/kguard/scenarios/derived");
        }
        List<Path> scenarios = missing ? inputs.scenarios() : List.of();
        ClassLoader jars = place.catalogue();
        return () -> {
            LoadResult loaded = loader.load(meant.files());
            RuleSet rules = RuleSet.compile(loaded, options);
            List<Rule> chosen = chosen(names, loaded, rules);
            List<Rule> left = new ArrayList<>(names.isEmpty() ? loaded.rules() : List.of());
            Set<String> evaluated = rules.rules().stream().map(Rule::name).collect(Collectors.toSet());
            left.removeIf(rule -> evaluated.contains(rule.name()));
            if (names.isEmpty() && meant.leavesSome()) {
                Set<String> own = meant.names(loader, loaded);
                left.removeIf(rule -> !own.contains(rule.name()));
                chosen = chosen.stream()
                        .filter(rule -> own.contains(rule.name()))
                        .toList();
                if (chosen.isEmpty()) {
                    return Ending.notJudged("no rule is meant that is evaluated, and nothing was written");
                }
            }
            if (missing) {
                Set<String> fired = fired(ScenarioCatalogue.load(
                        jars, scenarios, inputs.simulator().sandbox().setup().folders(), inputs.sources()));
                chosen = chosen.stream()
                        .filter(rule -> !fired.contains(rule.name()))
                        .toList();
            }
            place.say("Falco " + loader.version());
            if (names.isEmpty()) {
                loaded.unloaded()
                        .forEach(one -> place.say(one.name() + ": not derived, because Falco does not load it: "
                                + one.why().message()));
                left.forEach(rule -> place.say(
                        rule.name() + ": not derived, because it is disabled (" + Wording.given("enable") + "=all)"));
            }
            List<Rule> doubtful = doubtful(chosen, loaded, place);
            if (!doubtful.isEmpty()) {
                chosen =
                        chosen.stream().filter(rule -> !doubtful.contains(rule)).toList();
            }
            if (chosen.isEmpty() && doubtful.isEmpty()) {
                place.say("Each rule has a scenario that fires it.");
                return Ending.PASSED;
            }
            Derive derive = new Derive(rules, loaded.rules(), into, update);
            DeriveReport report = live
                    ? played(derive, chosen, inputs.simulator().withFalco(loader.version()), place)
                    : derive.run(chosen, place::say);
            if (!doubtful.isEmpty()) {
                String problems = report.problem().isEmpty() ? "" : "; " + report.problem();
                return Ending.failed(doubtful.size()
                        + (doubtful.size() == 1 ? " rule has a value that is" : " rules have values that are")
                        + " probably misspelled, and no test was derived" + problems);
            }
            if (report.isEmpty()) {
                return Ending.notJudged("no act was found, and nothing was written");
            }
            return report.problem().isEmpty() ? Ending.PASSED : Ending.failed(report.problem());
        };
    }

    /** Whether rules are loaded from a folder: by its name, or by that of a file in it. */
    private static boolean isIn(Path rules, Path folder) {
        Path wanted = folder.toAbsolutePath().normalize();
        Path given = rules.toAbsolutePath().normalize();
        return given.equals(wanted) || wanted.equals(given.getParent());
    }

    /** The rules with a value that is probably misspelled: an act would only repeat the mistake, and show the rule as tested. */
    private static List<Rule> doubtful(List<Rule> rules, LoadResult loaded, Workplace place) {
        List<Rule> doubtful = new ArrayList<>();
        for (Rule rule : rules) {
            List<Diagnostic> findings = Lint.misspelledValues(loaded, rule);
            if (!findings.isEmpty()) {
                doubtful.add(rule);
                place.say(rule.name() + ": not derived, because a value is probably misspelled:");
                findings.forEach(finding -> place.say("  " + finding.message() + "; " + finding.hint()));
            }
        }
        return doubtful;
    }

    private static DeriveReport played(Derive derive, List<Rule> chosen, SimulatorOptions options, Workplace place)
            throws IOException, InterruptedException {
        try (Simulator simulator = Simulator.open(options)) {
            return derive.run(chosen, simulator, place::say);
        }
    }

    private static Set<String> fired(ScenarioCatalogue catalogue) {
        return catalogue.scenarios().stream()
                .flatMap(scenario -> scenario.expectations().stream())
                .filter(Expectation::isFires)
                .map(Expectation::rule)
                .collect(Collectors.toSet());
    }

    /** The rules that names stand for, in the order of evaluation. A name that stands for none is a mistake. */
    private static List<Rule> chosen(List<String> names, LoadResult loaded, RuleSet rules) {
        if (names.isEmpty()) {
            return rules.rules();
        }
        Set<Rule> chosen = new LinkedHashSet<>();
        for (String name : names) {
            for (String part : parts(name, loaded)) {
                List<Rule> found = selected(part, rules.rules());
                if (found.isEmpty()) {
                    throw unknown(part, loaded);
                }
                chosen.addAll(found);
            }
        }
        return rules.rules().stream().filter(chosen::contains).toList();
    }

    /** The names between the commas of a text, unless the text is the name of a rule. */
    private static List<String> parts(String text, LoadResult loaded) {
        if (loaded.rule(text).isPresent()) {
            return List.of(text);
        }
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static List<Rule> selected(String name, List<Rule> rules) {
        Selection selection = Selection.enableRule(name);
        return rules.stream()
                .filter(rule -> selection.selects(rule, FalcoVersion.CURRENT))
                .toList();
    }

    private static IllegalArgumentException unknown(String name, LoadResult loaded) {
        if (!selected(name, loaded.rules()).isEmpty()) {
            return new IllegalArgumentException("the rule \"" + name + "\" is not evaluated: its file or the falco.yaml"
                    + " disables it. " + Wording.given("enable") + "=all evaluates it");
        }
        List<String> names = loaded.rules().stream().map(Rule::name).toList();
        String near = Nearest.of(name, names);
        if (near == null) {
            near = names.stream()
                    .filter(other -> other.regionMatches(true, 0, name, 0, name.length()))
                    .findFirst()
                    .orElse(null);
        }
        return new IllegalArgumentException(
                "there is no rule \"" + name + "\"" + (near == null ? "" : "; did you mean \"" + near + "\"?"));
    }
}
