// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.result.RuleScope;
import io.kguard.internal.result.Thresholds;
import java.io.File;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Plays every scenario against the rules, and says which rules do what they should. Runs the module's rule tests, too, and compiles
 * them if it is called by itself. Fails the build if a check fails or can't be judged. Works without a pom.
 */
@Mojo(
        name = "verify",
        defaultPhase = LifecyclePhase.VERIFY,
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class VerifyMojo extends CheckingMojo {
    /**
     * The checks to make: names of scenarios, rules, tags of rules, and techniques, in which * stands for any characters. A prefix such
     * as rule: says which are meant. "changes": those that a change since kguard.against can affect. Default: all.
     */
    @Parameter(property = "kguard.only")
    @Nullable
    String only;

    /** What kguard.only=changes compares with: a git revision, or a folder or file with other rules. */
    @Parameter(property = "kguard.against")
    @Nullable
    String against;

    /** true also plays each attack in other ways to its effect, and reports which of them the rules miss. That is no failure. */
    @Parameter(property = "kguard.evasion", defaultValue = "false")
    boolean evasion;

    /** true also plays the everyday workloads, and reports how many alerts the rules raise on them. */
    @Parameter(property = "kguard.noise", defaultValue = "false")
    boolean noise;

    /** The most alerts of a rule per thousand events of everyday workloads. A noisier rule is a failure. Default: any number. */
    @Parameter(property = "kguard.maxNoise")
    @Nullable
    Double maxNoise;

    /** late or none also judges each scenario with the metadata of its containers late or missing, and reports which rules change. */
    @Parameter(property = "kguard.metadata")
    @Nullable
    String metadata;

    /**
     * Rule files of Falco Talon: what alerts set off in the cluster of each scenario that has one. Later files change rules and
     * actions of earlier ones.
     */
    @Parameter(property = "kguard.reactions")
    @Nullable
    List<File> reactions;

    /** How often each check is made. One that passes only sometimes is an error. */
    @Parameter(property = "kguard.repeat", defaultValue = "1")
    int repeat = 1;

    /** true also measures what each rule costs, and says which rules others hide. */
    @Parameter(property = "kguard.cost", defaultValue = "false")
    boolean cost;

    /** true also evaluates small changes of the rules on the events of the checks, and reports which of them no check notices. */
    @Parameter(property = "kguard.mutation", defaultValue = "false")
    boolean mutation;

    /**
     * falco also lets a Falco of this machine judge the events of the scenarios. An alert that only one of the two has, or with other
     * fields, is an error.
     */
    @Parameter(property = "kguard.beside")
    String beside;

    /** The program of that Falco. Default: falco in the search path. */
    @Parameter(property = "kguard.falcoBinary")
    File falcoBinary;

    /** An image with that Falco, which runs on Docker, such as falcosecurity/falco:0.40.0. */
    @Parameter(property = "kguard.falcoImage")
    String falcoImage;

    /** The file of known deviations: in what that Falco may differ until a day. */
    @Parameter(property = "kguard.besideDeviations")
    File besideDeviations;

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

    /** The part of the checks to make: k/n for the k-th of n parts. kguard:merge makes one report of all. Default: all checks. */
    @Parameter(property = "kguard.shard")
    @Nullable
    String shard;

    /** A results.json of an earlier run, by whose times the parts become equal. Default: the parts are made by the names of checks. */
    @Parameter(property = "kguard.shardTimes")
    @Nullable
    File shardTimes;

    /**
     * Shows checks that did not pass in a code host, at the line of the clause that is the reason, or else of the rule: github for GitHub
     * Actions, azure for Azure Pipelines, auto for the one that runs the build, off for none.
     */
    @Parameter(property = "kguard.annotations", defaultValue = "auto")
    String annotations = "auto";

    /** Thresholds for some of the rules: elements with rule, tag, priority or file, and how much of these must be covered. */
    @Parameter
    private @Nullable List<Threshold> thresholds;

    @Override
    Map<RuleScope, Thresholds> thresholds() {
        return Threshold.byScope(thresholds);
    }

    /** Called by Maven. */
    @Inject
    public VerifyMojo(RepositorySystem repositories, LifecycleExecutor lifecycle, BuildPluginManager plugins) {
        super(repositories, lifecycle, plugins);
    }
}
