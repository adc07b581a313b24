// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.verify.CaptureRun;
import io.kguard.output.FalcoConfig;
import io.kguard.output.FalcoConfigException;
import io.kguard.rule.RuleLoadException;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates rules over a capture or an audit log. Writes the alerts as Falco's JSON lines, or in the form and to the channels of a
 * {@code falco.yaml}. Works without a pom.
 */
@Mojo(name = "replay", requiresProject = false, threadSafe = true)
public final class ReplayMojo extends AbstractMojo {
    /** The capture. Give either this or an audit log. */
    @Parameter(property = "kguard.capture")
    private @Nullable File capture;

    /** A Kubernetes audit log, one event per line. Rules of source k8s_audit are evaluated over it. */
    @Parameter(property = "kguard.audit")
    private @Nullable File audit;

    /** A falco.yaml. It decides which rules are evaluated, how alerts become lines, and where they go. */
    @Parameter(property = "kguard.config")
    private @Nullable File config;

    /**
     * Rule files and directories, in the order in which they are loaded. Default: the rules_files of the falco.yaml, or
     * src/kguard/rules.
     */
    @Parameter(property = "kguard.rules")
    private @Nullable List<File> rules;

    /** The file for the alerts. Default: standard output, or the channels of the falco.yaml. */
    @Parameter(property = "kguard.alerts")
    private @Nullable File alerts;

    /** first: an event sets off only the first rule that matches. all: every rule that matches. Default: rule_matching of the falco.yaml, or first. */
    @Parameter(property = "kguard.matching")
    private @Nullable String matching;

    /** "all" also evaluates rules that their files or the falco.yaml disable. */
    @Parameter(property = "kguard.enable")
    private @Nullable String enable;

    /** The Falco whose behaviour kguard follows: 0.40 to 0.45, or current for the newest. */
    @Parameter(property = "kguard.falco", defaultValue = "current")
    private String falco = "current";

    /** A file like /etc/hosts, for fields that are resolved names. */
    @Parameter(property = "kguard.hosts")
    private @Nullable File hosts;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Override
    public void execute() throws MojoExecutionException {
        GivenProperties.check(Required.of(session), Required.of(project));
        CaptureRun.Summary summary;
        FalcoVersion version;
        try {
            version = FalcoVersion.of(falco);
            Inputs inputs = new Inputs(Required.of(project));
            FalcoConfig falcoYaml = inputs.config(config, version, getLog());
            CaptureRun run = new CaptureRun(
                    inputs.rules(rules, falcoYaml, getLog()),
                    version,
                    matching == null ? null : Matching.of(matching),
                    inputs.enableAll(enable),
                    hosts == null ? HostNames.NONE : HostNames.read(hosts.toPath()),
                    falcoYaml);
            summary = replay(run);
        } catch (NoSuchFileException e) {
            throw new MojoExecutionException(e.getMessage() + " does not exist", e);
        } catch (IllegalArgumentException | FalcoConfigException | RuleLoadException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
        System.out.println(summary.text() + ", as Falco " + version + " has them");
        if (!summary.losses().isEmpty()) {
            throw new MojoExecutionException("kguard could not deliver every alert: " + summary.losses());
        }
    }

    private CaptureRun.Summary replay(CaptureRun run) throws IOException {
        Path lines = alerts == null ? null : alerts.toPath();
        if ((capture == null) == (audit == null)) {
            throw new IllegalArgumentException(
                    "replay needs either a capture or an audit log: -Dkguard.capture=attack.scap or"
                            + " -Dkguard.audit=audit.log");
        }
        return capture != null
                ? run.replay(capture.toPath(), lines, System.out, warning -> getLog().warn(warning))
                : run.replayAudit(Required.of(audit).toPath(), lines, System.out, warning -> getLog().warn(warning));
    }
}
