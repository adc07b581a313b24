// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.verify.Mutation;
import io.kguard.internal.verify.Thresholds;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.output.FalcoConfig;
import io.kguard.output.FalcoConfigException;
import io.kguard.simulation.SimulatorOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Makes small changes to the conditions of the rules, and lists those that no check would notice. Each scenario is played
 * once. Rule tests do not count.
 */
@Mojo(name = "mutate", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class MutateMojo extends AbstractMojo {
    /** Rule files and directories, in the order in which they are loaded. Default: the rules_files of the falco.yaml, or src/kguard/rules. */
    @Parameter(property = "kguard.rules")
    private @Nullable List<File> rules;

    /** Scenario files and directories. Scenarios of jars are added. Default: src/kguard/scenarios, if it exists. */
    @Parameter(property = "kguard.scenarios")
    private @Nullable List<File> scenarios;

    /** The Falco whose behaviour kguard follows: 0.40 to 0.45, or current for the newest. */
    @Parameter(property = "kguard.falco", defaultValue = "current")
    private String falco = "current";

    /** A falco.yaml. It decides which rules are evaluated. */
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

    /** The least share of changes that a check notices, in percent. */
    @Parameter(property = "kguard.mutationThreshold", defaultValue = "0")
    private double mutationThreshold;

    /** The most changes that no check notices. Default: any number. */
    @Parameter(property = "kguard.maxSurviving")
    private int maxSurviving = Integer.MAX_VALUE;

    /** The folder for mutation.json. Default: kguard in the build folder. */
    @Parameter(property = "kguard.reports")
    private @Nullable File reports;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        GivenProperties.check(Required.of(session), Required.of(project));
        Inputs inputs = new Inputs(Required.of(project));
        Mutation.End end;
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
                    false,
                    false,
                    null,
                    Thresholds.NONE,
                    null);
            end = new Mutation(
                            options, mutationThreshold, maxSurviving, inputs.output(reports, ""), System.out::println)
                    .run();
        } catch (NoSuchFileException e) {
            throw new MojoExecutionException(e.getMessage() + " does not exist", e);
        } catch (IllegalArgumentException | FalcoConfigException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
        if (end == Mutation.End.IMPOSSIBLE) {
            throw new MojoExecutionException("kguard could not tell which changes the checks notice");
        }
        if (end == Mutation.End.FAILED) {
            throw new MojoFailureException("kguard found changes of the rules that no check notices");
        }
    }
}
