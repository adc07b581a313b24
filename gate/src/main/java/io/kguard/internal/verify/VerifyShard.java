// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.report.Environment;
import io.kguard.internal.report.Run;
import io.kguard.internal.shard.Digest;
import io.kguard.internal.shard.ShardHead;
import io.kguard.internal.shard.ShardJson;
import io.kguard.internal.shard.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A part of a run of {@code kguard:verify}, as its file has it. Nothing but other such files is needed to make the reports
 * of the whole.
 *
 * @param head which part of which run it is
 * @param run what this part did
 * @param planned what every part was to do, in the order of an undivided run
 * @param observed what was observed in attacks that don't prove their effect
 * @param observedOrder the ids of these attacks of all parts, in the order of an undivided run
 * @param repeated the runs of each check, if each was made several times; else empty
 * @param times how often each check was made
 * @param inputs digests of the files that the scenarios of all parts read, by the ids of the scenarios
 * @param dropped checks that are not made by any part
 * @param leftOut checks that the choice of checks leaves out
 * @param partial whether the choice of checks leaves out some
 * @param note what a reader should know of the choice; may be empty
 */
record VerifyShard(
        ShardHead head,
        Run run,
        List<Planned> planned,
        List<Observed> observed,
        List<String> observedOrder,
        List<Repeated> repeated,
        int times,
        Map<String, String> inputs,
        List<DroppedCheck> dropped,
        List<DroppedCheck> leftOut,
        boolean partial,
        String note) {
    VerifyShard {
        planned = List.copyOf(planned);
        observed = List.copyOf(observed);
        observedOrder = List.copyOf(observedOrder);
        repeated = List.copyOf(repeated);
        inputs = Map.copyOf(inputs);
        dropped = List.copyOf(dropped);
        leftOut = List.copyOf(leftOut);
    }

    /** The part that was done by a plan. */
    static VerifyShard of(
            VerifyOptions options, ShardPlan shards, SuitePlan own, SuiteResult result, List<Observed> observed)
            throws IOException {
        Run run = RunModel.of(
                result,
                own,
                new Measurements(
                        new CoverageReport(List.of()),
                        Robustness.NOT_ASKED,
                        null,
                        RepeatReport.of(options.extras().repeat(), result)));
        return new VerifyShard(
                head(options, run, shards.digest(options)),
                run,
                shards.planned(),
                observed,
                shards.observed(),
                result.repeated(),
                options.extras().repeat(),
                shards.inputs(options),
                own.dropped(),
                own.leftOut(),
                own.chosen().isPartial(),
                own.chosen().note());
    }

    /** A part that could not be planned. */
    static VerifyShard impossible(VerifyOptions options, SuiteResult result) throws IOException {
        Run run = RunModel.impossible(result, options.falco());
        return new VerifyShard(
                head(options, run, ""),
                run,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                options.extras().repeat(),
                Map.of(),
                List.of(),
                List.of(),
                false,
                "");
    }

    private static ShardHead head(VerifyOptions options, Run run, String plan) throws IOException {
        return head(options, Work.VERIFY, run.environment(), plan, run.problem());
    }

    static ShardHead head(VerifyOptions options, Work work, Environment here, String plan, String problem)
            throws IOException {
        return new ShardHead(
                ShardHead.FORMAT,
                work,
                options.sharding().part(),
                here.kguard(),
                here.falco(),
                here.system(),
                options.simulator().sandbox().runtime().name().toLowerCase(Locale.ROOT),
                plan.isEmpty() ? "" : Digest.ofRules(options.rules()),
                plan,
                problem);
    }

    /**
     * Writes its file.
     *
     * @return the file
     */
    Path write(Path folder) throws IOException {
        Path file = folder.resolve(head.shard().file(head.work()));
        ShardJson.write(file, this);
        return file;
    }
}
