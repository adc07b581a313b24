// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.file;
import static io.kguard.internal.option.GoalParameter.files;
import static io.kguard.internal.option.GoalParameter.toggle;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.file.WholeFile;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.internal.sensor.Sensor;
import io.kguard.lint.Lint;
import io.kguard.lint.LintReport;
import io.kguard.reaction.Reaction;
import io.kguard.reaction.ReactionFiles;
import io.kguard.reaction.UnreachableReactions;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The goal {@code lint}. */
final class LintGoal {
    private static final GoalParameter RULES = files(
                    "rules",
                    "Rule files and directories, in the order in which they are loaded. Default: src/kguard/rules.")
            .shared();

    static final Goals.Registered GOAL = Goals.Registered.of(
            "lint",
            "Loads and checks rules without running anything.",
            Goal.Group.EVERY_DAY,
            false,
            "rules",
            List.of(
                    RULES,
                    Parameters.BASE,
                    Parameters.ONLY_FILES,
                    Parameters.SOURCES,
                    Parameters.FALCO,
                    toggle("strict", "Whether warnings are failures, too."),
                    files("reactions", "Rule files of Falco Talon to check, too.")
                            .shared(),
                    file(
                            "sarif",
                            "The file for the findings, as SARIF 2.1.0. Default: kguard/lint.sarif in the build folder of a pom."),
                    toggle("skip", "true checks nothing.").callerOnly().mavenOnly()),
            LintGoal::prepare);

    private LintGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        MeantRules meant = MeantRules.of(settings, inputs, null);
        RuleLoader loader = inputs.loader();
        FalcoVersion version = loader.version();
        boolean strict = settings.isOn("strict");
        Optional<Path> sarif = settings.fileToWrite("sarif").or(() -> place.furtherReport("lint.sarif"));
        List<Path> reactions = settings.files("reactions");
        return () -> {
            LoadResult loaded = loader.load(meant.files());
            LintReport ofBase = Lint.check(loader.load(meant.base().files()), Sensor.recordableTypes(version));
            LintReport report =
                    meant(Lint.check(loaded, Sensor.recordableTypes(version)), ofBase, meant, loader, loaded);
            if (sarif.isPresent()) {
                write(sarif.get(), report);
            }
            place.say("Falco " + version);
            place.say(report.render().stripTrailing());
            ofBase.diagnostics().stream()
                    .filter(finding -> finding.code() == DiagnosticCode.LINT_SHADOWED_RULE)
                    .forEach(finding -> place.say("note: in the base: " + finding.message()));
            long warned = reactions.isEmpty() ? 0 : lint(reactions, loaded, place);
            if (warned > 0 && strict) {
                return Ending.failed("lint found warnings in the reactions");
            }
            if (report.isFailed(strict)) {
                return Ending.failed(
                        report.diagnostics().isEmpty() ? "no rule was checked" : "lint found " + report.found());
            }
            return Ending.PASSED;
        };
    }

    /** What is found in the rules that are meant. */
    private static LintReport meant(
            LintReport all, LintReport ofBase, MeantRules meant, RuleLoader loader, LoadResult loaded) {
        if (!meant.leavesSome()) {
            return all;
        }
        int rules = meant.names(loader, loaded).size();
        LintReport beyond = all.beyond(ofBase, rules);
        return meant.only().isEmpty() ? beyond : beyond.in(meant::isOnly, rules);
    }

    /** Checks files of Falco Talon, and returns how many warnings there are. */
    private static long lint(List<Path> files, LoadResult loaded, Workplace place) {
        ReactionFiles read = ReactionFiles.read(files, loaded.sources());
        Set<String> rules = loaded.rules().stream().map(Rule::name).collect(Collectors.toCollection(TreeSet::new));
        List<String> warnings = new ArrayList<>(read.warnings());
        Set<String> notes = new LinkedHashSet<>();
        for (Reaction reaction : read.reactions()) {
            reaction.match().rules().stream()
                    .filter(rule -> !rules.contains(rule))
                    .sorted()
                    .forEach(rule -> warnings.add("warning: the reaction \"" + reaction.name()
                            + "\" is to the rule \"" + rule + "\", which the rule files do not have\n  "
                            + Nearest.hint(rule, rules)));
            reaction.notes().stream()
                    .filter(note -> note.cause() == Reaction.Note.Cause.NOT_SIMULATED)
                    .forEach(note -> notes.add(note.text()));
        }
        warnings.addAll(UnreachableReactions.find(read.reactions(), loaded.rules()));
        warnings.forEach(place::say);
        notes.forEach(place::say);
        int count = read.reactions().size();
        place.say(count
                + (count == 1 ? " reaction: " : " reactions: ")
                + warnings.size()
                + (warnings.size() == 1 ? " warning" : " warnings"));
        return warnings.size();
    }

    private static void write(Path file, LintReport report) throws IOException {
        WholeFile.write(file, report.toSarif());
    }
}
