// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.incident.IncidentException;
import io.kguard.internal.verify.NewTest;
import io.kguard.output.FalcoConfig;
import io.kguard.output.FalcoConfigException;
import io.kguard.rule.RuleLoadException;
import io.kguard.scenario.ScenarioException;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Makes a regression test of an incident: of an alert of Falco, a capture, or a Kubernetes audit log. The new scenario passes as
 * it stands. Works without a pom.
 */
@Mojo(name = "new-test", requiresProject = false, threadSafe = true)
public final class NewTestMojo extends AbstractMojo {
    /** A file with one line of Falco's output (json_output: true). kguard writes the events that the alert describes. */
    @Parameter(property = "kguard.alert")
    private @Nullable File alert;

    /** A capture. The scenario gets the part that the alert needs. */
    @Parameter(property = "kguard.capture")
    private @Nullable File capture;

    /** A Kubernetes audit log. The scenario gets the event of the alert. */
    @Parameter(property = "kguard.audit")
    private @Nullable File audit;

    /** The rule whose first alert in the capture or the audit log becomes the test. Default: the first alert of any rule. */
    @Parameter(property = "kguard.rule")
    private @Nullable String rule;

    /** The id of the new scenario. Default: the name of the rule, in lower case with dashes. */
    @Parameter(property = "kguard.name")
    private @Nullable String name;

    /** The folder for the new scenario. */
    @Parameter(property = "kguard.into", defaultValue = "src/kguard/scenarios")
    private @Nullable File into;

    /** A falco.yaml. It decides which rules are evaluated. */
    @Parameter(property = "kguard.config")
    private @Nullable File config;

    /**
     * Rule files and directories, in the order in which they are loaded. Default: the rules_files of the falco.yaml, or
     * src/kguard/rules.
     */
    @Parameter(property = "kguard.rules")
    private @Nullable List<File> rules;

    /** "all" also evaluates rules that their files or the falco.yaml disable. */
    @Parameter(property = "kguard.enable")
    private @Nullable String enable;

    /** The Falco whose behaviour kguard follows: 0.40 to 0.45, or current for the newest. */
    @Parameter(property = "kguard.falco", defaultValue = "current")
    private String falco = "current";

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Override
    public void execute() throws MojoExecutionException {
        GivenProperties.check(Required.of(session), Required.of(project));
        try {
            FalcoVersion version = FalcoVersion.of(falco);
            Inputs inputs = new Inputs(Required.of(project));
            FalcoConfig falcoYaml = inputs.config(config, version, getLog());
            List<Path> written = write(new NewTest(
                    inputs.rules(rules, falcoYaml, getLog()),
                    version,
                    falcoYaml,
                    inputs.enableAll(enable),
                    Required.of(into).toPath(),
                    name));
            System.out.println("The rule fires. New test: " + written.get(0) + "\nIts events: " + written.get(1)
                    + "\nNext: fill in the twin at the end of the scenario, then run mvn kguard:verify.");
        } catch (NoSuchFileException e) {
            throw new MojoExecutionException(e.getMessage() + " does not exist", e);
        } catch (IllegalArgumentException
                | IncidentException
                | ScenarioException
                | FalcoConfigException
                | RuleLoadException
                | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }

    private List<Path> write(NewTest test) throws IOException, IncidentException {
        if (Stream.of(alert, capture, audit).filter(file -> file != null).count() != 1) {
            throw new IllegalArgumentException("new-test needs what Falco saw: one of -Dkguard.alert=alert.json,"
                    + " -Dkguard.capture=attack.scap and -Dkguard.audit=audit.log");
        }
        if (alert != null) {
            if (rule != null) {
                throw new IllegalArgumentException("the alert names its rule; leave -Dkguard.rule out");
            }
            return test.ofAlert(alert.toPath());
        }
        return capture != null
                ? test.ofCapture(capture.toPath(), rule)
                : test.ofAuditLog(Required.of(audit).toPath(), rule);
    }
}
