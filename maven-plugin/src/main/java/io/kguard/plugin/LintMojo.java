// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.FalcoVersion;
import io.kguard.lint.Lint;
import io.kguard.lint.LintReport;
import io.kguard.rule.RuleLoader;
import io.kguard.sensor.Sensor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Loads and checks rules without running anything. Works without a pom. */
@Mojo(name = "lint", defaultPhase = LifecyclePhase.VALIDATE, requiresProject = false, threadSafe = true)
public final class LintMojo extends AbstractMojo {
    /** Rule files and directories, in the order in which they are loaded. Default: src/kguard/rules. */
    @Parameter(property = "kguard.rules")
    private @Nullable List<File> rules;

    /** The Falco whose behaviour kguard follows: 0.40 to 0.45, or current for the newest. */
    @Parameter(property = "kguard.falco", defaultValue = "current")
    private String falco = "current";

    /** Whether warnings fail the build too. */
    @Parameter(property = "kguard.strict", defaultValue = "false")
    private boolean strict;

    /** The file for the findings, as SARIF 2.1.0. Default: kguard/lint.sarif in the build folder. */
    @Parameter(property = "kguard.sarif")
    private @Nullable File sarif;

    /** true checks nothing. */
    @Parameter(property = "kguard.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private @Nullable MojoExecution execution;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        GivenProperties.check(Required.of(session), Required.of(project));
        if (skip) {
            getLog().info("kguard: skipped (kguard.skip)");
            return;
        }
        if (new Inputs(Required.of(project)).isOfOthers(Required.of(session), Required.of(execution), rules)) {
            getLog().info("kguard: skipped, because this module has no rules");
            return;
        }
        LintReport report;
        FalcoVersion version;
        try {
            Inputs inputs = new Inputs(Required.of(project));
            List<Path> files = inputs.rules(rules);
            version = FalcoVersion.of(falco);
            report = Lint.check(RuleLoader.of(version).load(files), Sensor.recordableTypes(version));
            Path file = inputs.output(sarif, "lint.sarif");
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, report.toSarif(), UTF_8);
        } catch (IllegalArgumentException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
        System.out.println("Falco " + version);
        System.out.println(report.render());
        if (report.isFailed(strict)) {
            throw new MojoFailureException(
                    report.diagnostics().isEmpty() ? "no rule was checked" : "lint found " + report.found());
        }
    }
}
