// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.file;
import static io.kguard.internal.option.GoalParameter.files;
import static io.kguard.internal.option.GoalParameter.text;
import static io.kguard.internal.option.GoalParameter.toggle;

import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.internal.tool.difference.Difference;
import io.kguard.internal.tool.mutation.Mutation;
import io.kguard.internal.tool.mutation.MutationThresholds;
import io.kguard.internal.tool.review.Review;
import io.kguard.internal.tool.tuning.Tuning;
import io.kguard.internal.tool.tuning.TuningTarget;
import io.kguard.internal.tool.watch.Watch;
import io.kguard.internal.verify.VerifyOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The goals that play scenarios against rules and make no checks: {@code diff}, {@code review}, {@code mutate},
 * {@code tune}, {@code watch}. */
final class SuiteGoals {
    private static final GoalParameter RULES_BEFORE = text(
                    "against", "The rules before the change: a git revision, or folders and files with other rules.")
            .callerOnly()
            .must();

    private static final GoalParameter SCENARIOS_TO_PLAY = text(
                    "only",
                    "The scenarios to play: names of scenarios, techniques, rules and tags of rules. Default: all.")
            .callerOnly();

    private static final GoalParameter FAIL_ON = text(
            "failOn",
            "lost: it is a failure if no rule that should report an attack does so any more. Default: none is.");

    static final Goals.Registered MUTATE = Goals.Registered.of(
            "mutate",
            "Makes small changes to the conditions of the rules, and lists those that no check would notice. Each scenario is"
                    + " played once.",
            Goal.Group.BETTER_RULES,
            true,
            "rules",
            Parameters.ofSuite(
                    Parameters.MUTATION_THRESHOLD,
                    Parameters.MAX_SURVIVING,
                    Parameters.SHARD,
                    Parameters.SHARD_TIMES,
                    text(
                                    "mutationHistory",
                                    "The file with the results of earlier runs; off evaluates all changes again. Default:"
                                            + " mutation-history.txt in the folder for the reports.")
                            .callerOnly()),
            SuiteGoals::mutate);

    static final Goals.Registered TUNE = Goals.Registered.of(
            "tune",
            "Counts the alerts of the rules on everyday work, and proposes the exceptions that silence them. Shows that the"
                    + " rules detect every attack of the scenarios with these exceptions, too.",
            Goal.Group.BETTER_RULES,
            true,
            "rules",
            Parameters.ofSuite(
                    files(
                            "recordings",
                            "Captures (.scap), logs (.log, .json, .jsonl) and event scripts (.yaml) of everyday work."
                                    + " There must be no attack in them. The workloads among the scenarios are added."),
                    files(
                                    "alerts",
                                    "Files and folders with the alerts that everyday work raised in production: Falco's output"
                                            + " (json_output: true), or what Falcosidekick, Loki, Elasticsearch, OpenSearch, Splunk"
                                            + " or CloudWatch made of it, as JSON.")
                            .callerOnly(),
                    toggle("fix", "Whether to write the exceptions to a file.").callerOnly(),
                    file(
                            "into",
                            "The rule file that the exceptions are appended to. Default: zz-kguard-exceptions.yaml in the"
                                    + " last folder of the rules.")),
            SuiteGoals::tune);

    static final Goals.Registered DIFF = Goals.Registered.of(
            "diff",
            "Says which alerts a change of the rules makes appear, vanish or say something else. Plays each scenario once,"
                    + " and evaluates the rules before and after the change on its events.",
            Goal.Group.BETTER_RULES,
            true,
            "against",
            Parameters.ofSuite(
                    RULES_BEFORE,
                    SCENARIOS_TO_PLAY,
                    files(
                            "recordings",
                            "Captures (.scap), logs (.log, .json, .jsonl) and event scripts (.yaml) to evaluate both"
                                    + " on, besides the scenarios: files, folders, and lists (@list.txt)."),
                    FAIL_ON),
            SuiteGoals::diff);

    static final Goals.Registered REVIEW = Goals.Registered.of(
            "review",
            "Says in one comment what a change of the rules does: attacks that are lost and new, configuration, findings of"
                    + " lint, and how well the change is tested. Writes it to review.md.",
            Goal.Group.BETTER_RULES,
            true,
            "against",
            Parameters.ofSuite(RULES_BEFORE, SCENARIOS_TO_PLAY, FAIL_ON),
            SuiteGoals::review);

    static final Goals.Registered WATCH = Goals.Registered.of(
            "watch",
            "Plays every scenario once, and keeps its events. When a rule file is saved, judges at once what the change"
                    + " affects. When a scenario is saved, plays it. Enter plays all again. Ends by Ctrl+C.",
            Goal.Group.EVERY_DAY,
            true,
            "rules",
            Parameters.ofSuite(text(
                            "only",
                            "Scenarios, rules, tags and techniques with commas between them; * stands for any text. Default:"
                                    + " all.")
                    .callerOnly()),
            SuiteGoals::watch);

    private SuiteGoals() {}

    static GoalAct.Task diff(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        Path reports = inputs.reports();
        Difference difference = new Difference(
                inputs.options(settings.text("only"), ""),
                settings.text("against"),
                settings.files("recordings"),
                reports,
                place.console(false));
        boolean failsOnLost = failsOnLost(settings);
        return () -> {
            Difference.End end = difference.run();
            if (end.isWhole()) {
                place.say("For a pull request: " + reports.resolve("diff.md"));
            }
            return ending(end, failsOnLost);
        };
    }

    /** What is lost weighs more than what could not be compared: who tries again after an error would hide it. */
    private static Ending ending(Difference.End end, boolean failsOnLost) {
        if (end.isLost() && failsOnLost) {
            return Ending.failed("attacks are lost: no rule that should report them does so any more"
                    + (end.isWhole() ? "" : ", and kguard could not compare everything"));
        }
        return end.isWhole() ? Ending.PASSED : Ending.notJudged("kguard could not compare everything");
    }

    static GoalAct.Task review(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        Path reports = inputs.reports();
        String only = settings.text("only");
        Review review =
                new Review(inputs.options(only, ""), settings.text("against"), only, reports, place.console(false));
        boolean failsOnLost = failsOnLost(settings);
        return () -> {
            Difference.End end = review.run();
            if (end.isWhole()) {
                place.say("The comment: " + reports.resolve(Review.FILE));
            }
            return ending(end, failsOnLost);
        };
    }

    private static boolean failsOnLost(Settings settings) {
        return !GoalInputs.oneOf(settings, "failOn", List.of("lost")).isEmpty();
    }

    static GoalAct.Task mutate(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        Path reports = inputs.reports();
        Mutation mutation = new Mutation(
                new Mutation.Options(
                        inputs.options("", "").with(inputs.sharding()),
                        mutationThresholds(settings, place),
                        history(settings, place, reports),
                        place.testClasses(),
                        reports),
                place.console(false));
        return () -> ending(mutation.run());
    }

    static MutationThresholds mutationThresholds(Settings settings, Workplace place) {
        int maxSurviving = settings.isGiven("maxSurviving") ? settings.number("maxSurviving") : Integer.MAX_VALUE;
        return new MutationThresholds(settings.decimal("mutationThreshold"), maxSurviving, place.mutationThresholds());
    }

    static Ending ending(Mutation.End end) {
        return switch (end) {
            case PASSED -> Ending.PASSED;
            case FAILED -> Ending.failed("kguard found changes of the rules that no check notices");
            case LEFT_OUT -> Ending.failed("kguard left out rules whose checks do not pass");
            case IMPOSSIBLE -> Ending.notJudged("kguard could not tell which changes the checks notice");
        };
    }

    /** The file with the results of earlier runs; null to use none. */
    private static @Nullable Path history(Settings settings, Workplace place, Path reports) {
        String history = settings.text("mutationHistory");
        return switch (history) {
            case "" -> Mutation.Options.defaultHistory(reports);
            case "off", "false" -> null; // YAML and Maven read "off" as they like
            default -> place.file(history);
        };
    }

    static GoalAct.Task tune(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        VerifyOptions options = inputs.options("", "");
        Path target = settings.fileToWrite("into").orElse(null);
        if (target == null) {
            target = TuningTarget.defaultFile(options.rules());
        }
        Tuning tuning = new Tuning(
                options,
                new Tuning.Evidence(settings.files("recordings"), settings.files("alerts")),
                new TuningTarget(target, settings.isOn("fix")),
                inputs.reports(),
                place.console(false));
        return () -> switch (tuning.run()) {
            case PASSED -> Ending.PASSED;
            case FAILED -> Ending.failed("kguard wrote no exceptions, because they would not do what they should");
            case IMPOSSIBLE -> Ending.notJudged("kguard could not tune the rules");
        };
    }

    static GoalAct.Task watch(Settings settings, Workplace place) throws IOException {
        VerifyOptions options = new GoalInputs(settings, place).options(settings.text("only"), "");
        return () -> {
            try (Watch watch = Watch.open(options, place.console(false))) {
                watch.playAll();
                place.say(watch.standing());
                listen(watch, place);
                while (true) {
                    watch.next();
                    place.say(watch.standing());
                }
            }
        };
    }

    /** Each line of input is a request to play all. */
    private static void listen(Watch watch, Workplace place) {
        InputStream in = place.in();
        Thread listener = new Thread(
                () -> {
                    try {
                        for (int c = in.read(); c >= 0; c = in.read()) {
                            if (c == '\n') {
                                watch.request();
                            }
                        }
                    } catch (IOException e) {
                        place.warn("Enter plays nothing: the input can't be read: " + e.getMessage());
                    }
                },
                "kguard-input");
        listener.setDaemon(true);
        listener.start();
    }
}
