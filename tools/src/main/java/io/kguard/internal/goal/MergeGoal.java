// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.console.Console;
import io.kguard.internal.option.Settings;
import io.kguard.internal.report.Annotations;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.shard.Axis;
import io.kguard.internal.shard.Shard;
import io.kguard.internal.shard.Work;
import io.kguard.internal.tool.mutation.MutationMerge;
import io.kguard.internal.tool.mutation.MutationThresholds;
import io.kguard.internal.tool.replay.ReplayMerge;
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
            for (Map.Entry<Work, List<Path>> of : Shard.byWork(shards).entrySet()) {
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
                                ReplayMerge.run(of.getValue(), console)
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
        return new Merge(
                axes,
                new Thresholds(
                        settings.decimal("minRuleCoverage"),
                        settings.decimal("minClauseCoverage"),
                        settings.isOn("failOnUntestedRule"),
                        settings.number("minChecks"),
                        place.thresholds()),
                VerifyGoal.knownFailures(settings, place),
                new ReportOptions(
                        new GoalInputs(settings, place).reports(),
                        Annotations.of(settings.text("annotations")),
                        System.getenv(),
                        ""),
                place.console(VerifyGoal.isAllRows(settings)));
    }
}
