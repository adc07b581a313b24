// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.report.Annotations;
import io.kguard.internal.shard.Axis;
import io.kguard.internal.verify.Console;
import io.kguard.internal.verify.Merge;
import io.kguard.internal.verify.ReplayMerge;
import io.kguard.internal.verify.ReportOptions;
import io.kguard.internal.verify.SuiteResult;
import io.kguard.internal.verify.Thresholds;
import io.kguard.internal.verify.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The goal {@code merge}. */
final class MergeGoal {
    private MergeGoal() {}

    static Act.Task prepare(Settings settings, Workplace place) throws IOException {
        Path reports = new GoalInputs(settings, place).reports();
        List<Path> given = settings.files("shards");
        List<Path> shards = given.isEmpty() ? List.of(reports) : given;
        String axes = settings.text("axes");
        Console console = place.console(VerifyGoal.isAllRows(settings));
        Merge merge = new Merge(
                Axis.of(axes.isEmpty() ? List.of() : List.of(axes.split(","))),
                new Thresholds(
                        settings.decimal("minRuleCoverage"),
                        settings.decimal("minClauseCoverage"),
                        settings.isOn("failOnUntestedRule"),
                        place.thresholds()),
                VerifyGoal.knownFailures(settings, place),
                new ReportOptions(reports, Annotations.of(settings.text("annotations")), System.getenv()),
                console);
        return () -> {
            if (ReplayMerge.isMeant(shards)) {
                return ReplayMerge.run(shards, console)
                        ? Ending.PASSED
                        : Ending.notJudged("kguard could not read every capture to its end");
            }
            SuiteResult result = merge.run(shards);
            place.say("Report: " + reports.resolve("report.html"));
            return VerifyGoal.ending(result, Verification.gate(result).orElse(""));
        };
    }
}
