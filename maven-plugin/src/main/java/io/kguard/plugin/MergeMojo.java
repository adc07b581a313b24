// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.result.RuleScope;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.tool.mutation.MutationThresholds;
import java.io.File;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes one run of the parts that kguard:verify or kguard:mutate made with kguard.shard, judges it, and writes all reports. Needs no rules, no
 * scenarios, no Linux and no root. Works without a pom.
 */
@Mojo(name = "merge", requiresProject = false, threadSafe = true)
public final class MergeMojo extends GoalMojo {
    /** The files of the parts, or folders that are searched for them. Default: the folder for the reports. */
    @Parameter(property = "kguard.shards")
    @Nullable
    List<File> shards;

    /** In what whole runs may differ that are merged: kernel, runtime, falco. Each is compared with the others. Default: none. */
    @Parameter(property = "kguard.axes")
    @Nullable
    String axes;

    /** The least share of rules that are fired by a check and kept silent by another, in percent. */
    @Parameter(property = "kguard.minRuleCoverage", defaultValue = "0")
    double minRuleCoverage;

    /** The least share of results of clauses that decided a check, in percent. */
    @Parameter(property = "kguard.minClauseCoverage", defaultValue = "0")
    double minClauseCoverage;

    /** true makes it a failure if a rule has no check that passed. */
    @Parameter(property = "kguard.failOnUntestedRule", defaultValue = "false")
    boolean failOnUntestedRule;

    /** The least number of checks that are judged. Fewer are an error: rules, scenarios or rule tests got lost. */
    @Parameter(property = "kguard.minChecks", defaultValue = "0")
    int minChecks;

    /** The least share of changes that a check notices, in percent. */
    @Parameter(property = "kguard.mutationThreshold", defaultValue = "0")
    double mutationThreshold;

    /** The most changes that no check notices. Default: any number. */
    @Parameter(property = "kguard.maxSurviving")
    @Nullable
    Integer maxSurviving;

    /** The file of known failures. Default: kguard-baseline.yaml in the project's folder, if it exists. */
    @Parameter(property = "kguard.baseline")
    @Nullable
    File baseline;

    /** failed: the table has a row for each check that did not pass. all: one for each check. */
    @Parameter(property = "kguard.rows", defaultValue = "failed")
    String rows = "failed";

    /**
     * Shows checks that did not pass at their rules' lines in a code host: github for GitHub Actions, azure for Azure Pipelines, auto for
     * the one that runs the build, off for none.
     */
    @Parameter(property = "kguard.annotations", defaultValue = "auto")
    String annotations = "auto";

    /** The folder for the reports. Default: kguard in the build folder, which is target without a pom. */
    @Parameter(property = "kguard.reports")
    @Nullable
    File reports;

    /** Thresholds for some of the rules: elements with rule, tag, priority or file, and how much of these must be covered. */
    @Parameter
    private @Nullable List<Threshold> thresholds;

    @Override
    Map<RuleScope, Thresholds> thresholds() {
        return Threshold.byScope(thresholds);
    }

    @Override
    Map<RuleScope, MutationThresholds> mutationThresholds() {
        return Threshold.ofMutation(thresholds);
    }
}
