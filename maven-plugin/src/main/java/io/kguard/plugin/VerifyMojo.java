// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.report.Annotations;
import io.kguard.internal.verify.Baseline;
import io.kguard.internal.verify.BaselineFile;
import io.kguard.internal.verify.Extras;
import io.kguard.internal.verify.SuiteResult;
import io.kguard.internal.verify.Thresholds;
import io.kguard.internal.verify.Verification;
import io.kguard.simulation.MetadataArrival;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Plays every scenario against the rules and runs the module's rule tests. Fails the build if a check fails or can't be judged.
 * Compiles the rule tests if it is called by itself. Works without a pom.
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
    private @Nullable String only;

    /** What kguard.only=changes compares with: a git revision, or a folder or file with other rules. */
    @Parameter(property = "kguard.against")
    private @Nullable String against;

    /** true also plays each attack in other ways to its effect, and reports which of them the rules miss. That fails no build. */
    @Parameter(property = "kguard.evasion", defaultValue = "false")
    private boolean evasion;

    /** true also plays the everyday workloads, and reports how many alerts the rules raise on them. */
    @Parameter(property = "kguard.noise", defaultValue = "false")
    private boolean noise;

    /** The most alerts of a rule per thousand events of everyday workloads. A noisier rule fails the build. Default: any number. */
    @Parameter(property = "kguard.maxNoise")
    private @Nullable Double maxNoise;

    /** late or none also judges each scenario with the metadata of its containers late or missing, and reports which rules change. */
    @Parameter(property = "kguard.metadata")
    private @Nullable String metadata;

    /** How often each check is made. One that passes only sometimes is an error. */
    @Parameter(property = "kguard.repeat", defaultValue = "1")
    private int repeat = 1;

    /** true also measures what each rule costs, and says which rules others hide. */
    @Parameter(property = "kguard.cost", defaultValue = "false")
    private boolean cost;

    /** The least share of rules that are fired by a check and kept silent by another, in percent. */
    @Parameter(property = "kguard.minRuleCoverage", defaultValue = "0")
    private double minRuleCoverage;

    /** The least share of results of clauses that decided a check, in percent. */
    @Parameter(property = "kguard.minClauseCoverage", defaultValue = "0")
    private double minClauseCoverage;

    /** true fails the build if a rule has no check that passed. */
    @Parameter(property = "kguard.failOnUntestedRule", defaultValue = "false")
    private boolean failOnUntestedRule;

    /** Thresholds for some of the rules: elements with rule, tag, priority or file, and how much of these must be covered. */
    @Parameter
    private @Nullable List<Threshold> thresholds;

    /**
     * Shows checks that did not pass at their rules' lines in a code host: github for GitHub Actions, azure for Azure Pipelines, auto for
     * the one that runs the build, off for none.
     */
    @Parameter(property = "kguard.annotations", defaultValue = "auto")
    private String annotations = "auto";

    /** Called by Maven. */
    @Inject
    public VerifyMojo(RepositorySystem repositories, LifecycleExecutor lifecycle, BuildPluginManager plugins) {
        super(repositories, lifecycle, plugins);
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (isSkipped()) {
            return;
        }
        gate(check(
                () -> options(only, against)
                        .with(new Thresholds(
                                minRuleCoverage, minClauseCoverage, failOnUntestedRule, Threshold.byScope(thresholds)))
                        .with(knownFailures())
                        .with(new Extras(
                                evasion,
                                noise || maxNoise != null,
                                maxNoise,
                                metadata == null ? null : MetadataArrival.of(metadata),
                                repeat,
                                cost)),
                Annotations.of(annotations)));
    }

    private Baseline knownFailures() throws IOException {
        return isBaselineGiven() || Files.exists(baselineFile()) ? BaselineFile.read(baselineFile()) : Baseline.NONE;
    }

    private static void gate(SuiteResult result) throws MojoExecutionException, MojoFailureException {
        String total = Verification.gate(result).orElse("");
        if (result.errors() > 0) {
            throw new MojoExecutionException("kguard could not judge every check: " + total);
        }
        if (!total.isEmpty()) {
            throw new MojoFailureException("kguard found rules that fail their checks: " + total);
        }
    }
}
