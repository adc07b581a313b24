// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static io.kguard.internal.option.GoalParameter.files;
import static io.kguard.internal.option.GoalParameter.text;

import io.kguard.internal.console.Console;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import io.kguard.internal.report.Annotations;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.shard.Axis;
import io.kguard.internal.shard.Shard;
import io.kguard.internal.shard.Work;
import io.kguard.internal.tool.mutation.MutationMerge;
import io.kguard.internal.tool.mutation.MutationThresholds;
import io.kguard.internal.tool.replay.BatchReplay;
import io.kguard.internal.verify.Merge;
import io.kguard.internal.verify.ReportOptions;
import io.kguard.internal.verify.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The goal {@code merge}. */
final class MergeGoal {
    static final Goals.Registered GOAL = Goals.Registered.of(
            "merge",
            "Makes one run of the parts that " + Wording.goal("verify") + " or " + Wording.goal("mutate")
                    + " made with " + Wording.option("shard") + ", or of a run of live checks and one of the others ("
                    + Wording.option("live") + "), judges it, and writes all reports.",
            Goal.Group.BIG_RUNS,
            false,
            "shards",
            List.of(
                    files(
                            "shards",
                            "The files of the parts, or folders that are searched for them; or the results.json of runs with "
                                    + Wording.option("live") + ". Default: the folder for the reports."),
                    text(
                            "axes",
                            "In what whole runs may differ that are merged: kernel, runtime, falco. Each is compared with the"
                                    + " others. Default: none."),
                    Parameters.MIN_RULE_COVERAGE,
                    Parameters.MIN_CLAUSE_COVERAGE,
                    Parameters.FAIL_ON_UNTESTED_RULE,
                    Parameters.MIN_CHECKS,
                    Parameters.MUTATION_THRESHOLD,
                    Parameters.MAX_SURVIVING,
                    text(
                                    "annotations",
                                    "Shows checks that did not pass at their rules' lines in a code host: github for GitHub"
                                            + " Actions, azure for Azure Pipelines, auto for the one that runs the build, off for"
                                            + " none.")
                            .shared()
                            .orElse("auto"),
                    Parameters.BASELINE,
                    Parameters.ROWS,
                    Parameters.REPORTS),
            MergeGoal::prepare);

    private MergeGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) throws IOException {
        Path reports = new GoalInputs(settings, place).reports();
        List<Path> given = settings.files("shards");
        List<Path> shards = given.isEmpty() ? List.of(reports) : given;
        String axes = settings.text("axes");
        Merge merge = merge(settings, place, Axis.of(axes.isEmpty() ? List.of() : List.of(axes.split(","))));
        Console console = merge.console();
        MutationThresholds mutation = SuiteGoals.mutationThresholds(settings, place);
        return () -> {
            List<Ending> endings = new ArrayList<>();
            Map<Work, List<Path>> byWork =
                    !given.isEmpty() && Merge.isOfHalves(given) ? Map.of(Work.VERIFY, given) : Shard.byWork(shards);
            for (Map.Entry<Work, List<Path>> of : byWork.entrySet()) {
                endings.add(
                        switch (of.getKey()) {
                            case VERIFY -> {
                                SuiteResult result = merge.run(of.getValue());
                                place.say("Report: " + reports.resolve("report.html"));
                                yield VerifyGoal.ending(
                                        result, Verification.gate(result).orElse(""));
                            }
                            case MUTATE ->
                                SuiteGoals.ending(MutationMerge.run(of.getValue(), mutation, reports, console));
                            case REPLAY ->
                                BatchReplay.merge(of.getValue(), console)
                                        ? Ending.PASSED
                                        : Ending.notJudged("kguard could not read every capture to its end");
                        });
            }
            return endings.stream()
                    .max(Comparator.comparingInt(ending -> ending.kind().weight()))
                    .orElse(Ending.PASSED);
        };
    }

    /** Merges parts of {@code verify}, and judges them as the settings say. */
    static Merge merge(Settings settings, Workplace place, Set<Axis> axes) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        return new Merge(
                axes,
                inputs.thresholds(),
                VerifyGoal.knownFailures(settings, place),
                new ReportOptions(inputs.reports(), Annotations.of(settings.text("annotations")), System.getenv(), ""),
                place.console(VerifyGoal.isAllRows(settings)));
    }
}
