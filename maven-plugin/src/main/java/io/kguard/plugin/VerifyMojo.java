// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.verify.Reports;
import io.kguard.internal.verify.RuleTestRun;
import io.kguard.internal.verify.SuiteResult;
import io.kguard.internal.verify.Thresholds;
import io.kguard.internal.verify.Verification;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.output.FalcoConfig;
import io.kguard.output.FalcoConfigException;
import io.kguard.simulation.MetadataArrival;
import io.kguard.simulation.SimulatorOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
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
public final class VerifyMojo extends AbstractMojo {
    /** Rule files and directories, in the order in which they are loaded. Default: the rules_files of the falco.yaml, or src/kguard/rules. */
    @Parameter(property = "kguard.rules")
    private @Nullable List<File> rules;

    /** Scenario files and directories. Scenarios of jars are added. Default: src/kguard/scenarios, if it exists. */
    @Parameter(property = "kguard.scenarios")
    private @Nullable List<File> scenarios;

    /** The Falco whose behaviour kguard follows: 0.40 to 0.45, or current for the newest. */
    @Parameter(property = "kguard.falco", defaultValue = "current")
    private String falco = "current";

    /** A falco.yaml. It decides which rules are evaluated and what alerts say. Nothing is sent to its channels. */
    @Parameter(property = "kguard.config")
    private @Nullable File config;

    /** first: an event sets off only the first rule that matches. all: every rule that matches. Default: rule_matching of the falco.yaml, or first. */
    @Parameter(property = "kguard.matching")
    private @Nullable String matching;

    /** "all" also evaluates rules that their files or the falco.yaml disable. */
    @Parameter(property = "kguard.enable")
    private @Nullable String enable;

    /** How many simulations run at the same time. Default: twice the number of processors, at least 2. */
    @Parameter(property = "kguard.parallel")
    private int parallel = VerifyOptions.defaultParallel();

    /** How many minutes the rule tests may take together. */
    @Parameter(property = "kguard.ruleTestTimeout", defaultValue = "30")
    private int ruleTestTimeout = 30;

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

    /** The least share of rules that are fired by a check and kept silent by another, in percent. */
    @Parameter(property = "kguard.minRuleCoverage", defaultValue = "0")
    private double minRuleCoverage;

    /** The least share of results of clauses that decided a check, in percent. */
    @Parameter(property = "kguard.minClauseCoverage", defaultValue = "0")
    private double minClauseCoverage;

    /** true fails the build if a rule has no check that passed. */
    @Parameter(property = "kguard.failOnUntestedRule", defaultValue = "false")
    private boolean failOnUntestedRule;

    /** true checks nothing. */
    @Parameter(property = "kguard.skip", defaultValue = "false")
    private boolean skip;

    /** The folder for results.json, TEST-kguard.xml and report.html. Default: kguard in the build folder. */
    @Parameter(property = "kguard.reports")
    private @Nullable File reports;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private @Nullable MojoExecution execution;

    private final RepositorySystem repositories;
    private final TestCompilation compilation;

    /** Called by Maven. */
    @Inject
    public VerifyMojo(RepositorySystem repositories, LifecycleExecutor lifecycle, BuildPluginManager plugins) {
        this.repositories = repositories;
        this.compilation = new TestCompilation(lifecycle, plugins);
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        Inputs inputs = new Inputs(Required.of(project));
        Path folder = inputs.output(reports, "");
        try {
            Reports.remove(folder);
        } catch (IOException e) {
            throw new MojoExecutionException("the reports of an earlier run can't be removed: " + e, e);
        }
        GivenProperties.check(Required.of(session), Required.of(project));
        if (skip) {
            getLog().info("kguard: skipped (kguard.skip)");
            return;
        }
        compilation.run(Required.of(session), Required.of(project), Required.of(execution));
        SuiteResult result;
        try {
            FalcoVersion version = FalcoVersion.of(falco);
            FalcoConfig falcoYaml = inputs.config(config, version, getLog());
            VerifyOptions options = new VerifyOptions(
                    inputs.rules(rules, falcoYaml, getLog()),
                    inputs.scenarios(scenarios),
                    inputs.catalogue(getClass().getClassLoader()),
                    version,
                    matching == null ? null : Matching.of(matching),
                    inputs.enableAll(enable),
                    falcoYaml,
                    parallel,
                    SimulatorOptions.configured(),
                    evasion,
                    noise || maxNoise != null,
                    maxNoise,
                    new Thresholds(minRuleCoverage, minClauseCoverage, failOnUntestedRule),
                    metadata == null ? null : MetadataArrival.of(metadata));
            compilation.check(Required.of(project));
            RuleTestRun tests = new TestClassPath(Required.of(project), Required.of(session), repositories)
                    .ruleTests(ruleTestTimeout);
            if (tests != null) {
                checkSurefire();
            }
            result = new Verification(options, tests, folder, System.out::println).run();
            System.out.println("Report: " + folder.resolve("report.html"));
        } catch (NoSuchFileException e) {
            throw new MojoExecutionException(e.getMessage() + " does not exist", e);
        } catch (IllegalArgumentException | FalcoConfigException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
        gate(result);
    }

    /** In a lifecycle Surefire has already run, and its result counts. */
    private void checkSurefire() {
        String complaint = Surefire.complaint(Required.of(project));
        if (!complaint.isEmpty()) {
            if (Required.of(execution).getSource() == MojoExecution.Source.LIFECYCLE) {
                throw new IllegalArgumentException(complaint);
            }
            getLog().warn(complaint);
        }
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
