// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.verify.Thresholds;
import io.kguard.internal.verify.Tuning;
import io.kguard.internal.verify.TuningTarget;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.output.FalcoConfig;
import io.kguard.output.FalcoConfigException;
import io.kguard.simulation.SimulatorOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
 * Counts the alerts of the rules on everyday work, and proposes the exceptions that silence them. Shows that the rules detect
 * every attack of the scenarios with these exceptions, too.
 */
@Mojo(name = "tune", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class TuneMojo extends AbstractMojo {
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

    /**
     * Captures (.scap), audit logs (.log, .json, .jsonl) and event scripts (.yaml) of everyday work. There must be no attack in
     * them. The workloads among the scenarios are added.
     */
    @Parameter(property = "kguard.recordings")
    private @Nullable List<File> recordings;

    /** Whether to write the exceptions to a file. */
    @Parameter(property = "kguard.fix", defaultValue = "false")
    private boolean fix;

    /** The rule file that the exceptions are appended to. Default: zz-kguard-exceptions.yaml in the last folder of the rules. */
    @Parameter(property = "kguard.into")
    private @Nullable File into;

    /** The folder for tune.json. Default: kguard in the build folder. */
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
        Tuning.End end;
        try {
            FalcoVersion version = FalcoVersion.of(falco);
            FalcoConfig falcoYaml = inputs.config(config, version, getLog());
            List<Path> files = inputs.rules(rules, falcoYaml, getLog());
            VerifyOptions options = new VerifyOptions(
                    files,
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
            Path target = into == null ? TuningTarget.defaultFile(files) : into.toPath();
            end = new Tuning(
                            options,
                            recordings == null ? List.of() : Inputs.paths(recordings),
                            new TuningTarget(target, fix),
                            inputs.output(reports, ""),
                            System.out::println)
                    .run();
        } catch (NoSuchFileException e) {
            throw new MojoExecutionException(e.getMessage() + " does not exist", e);
        } catch (IllegalArgumentException | FalcoConfigException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
        if (end == Tuning.End.IMPOSSIBLE) {
            throw new MojoExecutionException("kguard could not tune the rules");
        }
        if (end == Tuning.End.FAILED) {
            throw new MojoFailureException("kguard wrote no exceptions, because they would not do what they should");
        }
    }
}
