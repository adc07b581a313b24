package io.kguard.plugin;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.field.HostNames;
import io.kguard.rule.RuleLoadException;
import io.kguard.verify.CaptureRun;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Evaluates rules over a capture and writes the alerts as Falco's JSON lines. Works without a pom. */
@Mojo(name = "replay", requiresProject = false, threadSafe = true)
public final class ReplayMojo extends AbstractMojo {
    /** The capture. */
    @Parameter(property = "kguard.capture", required = true)
    private @Nullable File capture;

    /** Rule files and directories, in the order in which they are loaded. Without it: src/kguard/rules. */
    @Parameter(property = "kguard.rules")
    private @Nullable List<File> rules;

    /** The file for the alerts; without it they are printed. */
    @Parameter(property = "kguard.alerts")
    private @Nullable File alerts;

    /** How many rules an event sets off: first or all. */
    @Parameter(property = "kguard.matching", defaultValue = "first")
    private String matching = "first";

    /** "all" evaluates the rules that their files disable, too. */
    @Parameter(property = "kguard.enable")
    private @Nullable String enable;

    /** Which Falco is imitated: current or 0.40. */
    @Parameter(property = "kguard.falco", defaultValue = "current")
    private String falco = "current";

    /** A file in the form of /etc/hosts, for fields that are resolved names. */
    @Parameter(property = "kguard.hosts")
    private @Nullable File hosts;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Override
    public void execute() throws MojoExecutionException {
        Inputs inputs = new Inputs(Required.of(project));
        try {
            CaptureRun run = new CaptureRun(
                    inputs.rules(rules),
                    FalcoVersion.of(falco),
                    Matching.of(matching),
                    inputs.enableAll(enable),
                    hosts == null ? HostNames.NONE : HostNames.read(hosts.toPath()));
            CaptureRun.Summary summary =
                    run.replay(Required.of(capture).toPath(), alerts == null ? null : alerts.toPath(), System.out);
            System.out.println(summary.text());
        } catch (IllegalArgumentException | RuleLoadException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }
}
