// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.verify.Baseline;
import io.kguard.internal.verify.Choice;
import io.kguard.internal.verify.Extras;
import io.kguard.internal.verify.Thresholds;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.output.FalcoConfig;
import io.kguard.simulation.SimulatorOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** A goal that plays scenarios against rules. */
abstract class SuiteMojo extends AbstractMojo {
    /** Rule files and directories, in the order in which they are loaded. Default: the rules_files of the falco.yaml, or src/kguard/rules. */
    @Parameter(property = "kguard.rules")
    private @Nullable List<File> rules;

    /** Scenario files and directories. Scenarios of jars are added. Default: src/kguard/scenarios, if it exists. */
    @Parameter(property = "kguard.scenarios")
    private @Nullable List<File> scenarios;

    /** off leaves out the scenarios of the catalogue's jars. */
    @Parameter(property = "kguard.catalogue", defaultValue = "on")
    private String catalogue = "on";

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

    /** The folder for the reports. Default: kguard in the build folder. */
    @Parameter(property = "kguard.reports")
    private @Nullable File reports;

    /** true does nothing. */
    @Parameter(property = "kguard.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private @Nullable MojoExecution execution;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    /** Checks what the goal was given, and says whether it has nothing to do here. */
    boolean isSkipped() throws MojoExecutionException {
        GivenProperties.check(session(), project());
        if (skip) {
            getLog().info("kguard: skipped (kguard.skip)");
        } else if (config == null && inputs().isOfOthers(session(), execution(), rules)) {
            getLog().info("kguard: skipped, because this module has no rules");
            return true;
        }
        return skip;
    }

    MavenProject project() {
        return Required.of(project);
    }

    MojoExecution execution() {
        return Required.of(execution);
    }

    MavenSession session() {
        return Required.of(session);
    }

    Inputs inputs() {
        return new Inputs(project());
    }

    /** The folder for the reports. */
    Path reports() {
        return inputs().output(reports, "");
    }

    /** The options that all goals have. */
    VerifyOptions options(@Nullable String only, @Nullable String against) throws IOException {
        Inputs inputs = inputs();
        FalcoVersion version = FalcoVersion.of(falco);
        FalcoConfig falcoYaml = inputs.config(config, version, getLog());
        return new VerifyOptions(
                inputs.rules(rules, falcoYaml, getLog()),
                inputs.scenarios(scenarios),
                inputs.catalogue(getClass().getClassLoader()),
                Choice.of(only == null ? "" : only, against == null ? "" : against, withCatalogue()),
                version,
                matching == null ? null : Matching.of(matching),
                inputs.enableAll(enable),
                falcoYaml,
                parallel,
                SimulatorOptions.configured(),
                Thresholds.NONE,
                Extras.NONE,
                Baseline.NONE);
    }

    private boolean withCatalogue() {
        return switch (catalogue) {
            case "on", "true" -> true;
            case "off", "false" -> false; // YAML and Maven read "off" as they like
            default ->
                throw new IllegalArgumentException(
                        "kguard.catalogue is \"" + catalogue + "\"; it can be \"on\" or \"off\"");
        };
    }
}
