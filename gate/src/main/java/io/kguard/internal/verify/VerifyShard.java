// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.report.Environment;
import io.kguard.internal.report.Run;
import io.kguard.internal.result.Repeated;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.shard.Digest;
import io.kguard.internal.shard.ShardHead;
import io.kguard.internal.shard.ShardJson;
import io.kguard.internal.shard.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A part of a run of {@code kguard:verify}, as its file has it. Nothing but other such files is needed to make the reports
 * of the whole.
 *
 * @param head which part of which run it is
 * @param run what this part did
 * @param whole what every part was to do
 * @param found what each analysis found in this part, by its name
 * @param repeated the runs of each check, if each was made several times; else empty
 * @param times how often each check was made
 */
public record VerifyShard(
        ShardHead head, Run run, WholePlan whole, Map<String, PartResult> found, List<Repeated> repeated, int times) {
    public VerifyShard {
        found = new LinkedHashMap<>(found);
        repeated = List.copyOf(repeated);
    }

    /**
     * What an analysis found in a part of a run.
     *
     * @param own what it found there
     * @param played the ids of the scenarios that it plays in all parts, in the order of an undivided run
     */
    record PartResult(AnalysisResult own, List<String> played) {
        public PartResult {
            played = List.copyOf(played);
        }
    }

    /**
     * What all parts of a run are to do together.
     *
     * @param checks every check, in the order of an undivided run
     * @param inputs digests of the files that the scenarios read, by the ids of the scenarios
     * @param omitted the checks that no part makes
     */
    record WholePlan(List<Planned> checks, Map<String, String> inputs, OmittedChecks omitted) {
        /** Nothing could be planned. */
        static final WholePlan NONE = new WholePlan(List.of(), Map.of(), OmittedChecks.NONE);

        public WholePlan {
            checks = List.copyOf(checks);
            inputs = Map.copyOf(inputs);
        }
    }

    /** The part that was done by a plan. */
    static VerifyShard of(
            VerifyOptions options,
            ShardPlan shards,
            SuitePlan own,
            SuiteResult result,
            Map<String, AnalysisResult> found)
            throws IOException {
        Run run = RunModel.of(
                result,
                own,
                new Measurements(new CoverageReport(List.of()), Map.of(), RepeatReport.of(options.repeat(), result)));
        return new VerifyShard(
                head(options, run, shards.digest(options)),
                run,
                new WholePlan(shards.planned(), shards.inputs(options), own.omitted()),
                shards.found(options.analyses(), found),
                result.repeated(),
                options.repeat());
    }

    /** A part that could not be planned. */
    static VerifyShard impossible(VerifyOptions options, SuiteResult result) throws IOException {
        Run run = RunModel.impossible(result, options.falco());
        return new VerifyShard(head(options, run, ""), run, WholePlan.NONE, Map.of(), List.of(), options.repeat());
    }

    private static ShardHead head(VerifyOptions options, Run run, String plan) throws IOException {
        return head(options, Work.VERIFY, run.environment(), plan, run.problem());
    }

    public static ShardHead head(VerifyOptions options, Work work, Environment here, String plan, String problem)
            throws IOException {
        return new ShardHead(
                ShardHead.FORMAT,
                work,
                options.sharding().part(),
                new ShardHead.Platform(
                        here.kguard(),
                        here.falco(),
                        here.system(),
                        options.simulator().sandbox().runtime().name().toLowerCase(Locale.ROOT)),
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
