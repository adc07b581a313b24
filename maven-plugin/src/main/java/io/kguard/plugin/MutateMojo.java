// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.result.RuleScope;
import io.kguard.internal.tool.mutation.MutationThresholds;
import java.io.File;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Makes small changes to the conditions of the rules, and lists those that no check would notice. Each scenario is played
 * once. The changed rules are evaluated on its events. Rule tests are not run.
 */
@Mojo(name = "mutate", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class MutateMojo extends SuiteMojo {
    /** The least share of changes that a check notices, in percent. */
    @Parameter(property = "kguard.mutationThreshold", defaultValue = "0")
    double mutationThreshold;

    /** The most changes that no check notices. Default: any number. */
    @Parameter(property = "kguard.maxSurviving")
    @Nullable
    Integer maxSurviving;

    /** The part of the checks to make: k/n for the k-th of n parts. kguard:merge makes one report of all. Default: all checks. */
    @Parameter(property = "kguard.shard")
    @Nullable
    String shard;

    /** A results.json of an earlier run, by whose times the parts become equal. Default: the parts are made by the names of checks. */
    @Parameter(property = "kguard.shardTimes")
    @Nullable
    File shardTimes;

    /** The file with the results of earlier runs; off evaluates all changes anew. Default: mutation-history.txt in the folder for the reports. */
    @Parameter(property = "kguard.mutationHistory")
    @Nullable
    String mutationHistory;

    /** Thresholds for some of the rules: elements with rule, tag, priority or file, and how many changes of these must be noticed. */
    @Parameter
    private @Nullable List<Threshold> thresholds;

    @Override
    Map<RuleScope, MutationThresholds> mutationThresholds() {
        return Threshold.ofMutation(thresholds);
    }
}
