// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.event.FalcoVersion;
import io.kguard.sandbox.SandboxException;
import io.kguard.scenario.ScenarioException;
import io.kguard.sensor.SensorException;
import io.kguard.simulation.Recorder;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.simulation.UntrustedException;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario and keeps its capture. If the scenario has a cluster, keeps its audit log next to it. Works without
 * a pom.
 */
@Mojo(name = "record", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class RecordMojo extends AbstractMojo {
    /** The scenario's id. */
    @Parameter(property = "kguard.scenario", required = true)
    private @Nullable String scenario;

    /** The file for the capture. An old one is replaced. */
    @Parameter(property = "kguard.capture", required = true)
    private @Nullable File capture;

    /** Scenario files and directories. Scenarios of jars are added. Default: src/kguard/scenarios, if it exists. */
    @Parameter(property = "kguard.scenarios")
    private @Nullable List<File> scenarios;

    /** The Falco whose behaviour kguard follows: 0.40 to 0.45, or current; 0.40 and 0.41 record enter events too. */
    @Parameter(property = "kguard.falco", defaultValue = "current")
    private String falco = "current";

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Override
    public void execute() throws MojoExecutionException {
        GivenProperties.check(Required.of(session), Required.of(project));
        Inputs inputs = new Inputs(Required.of(project));
        try {
            Recorder recorder = new Recorder(
                    inputs.catalogue(getClass().getClassLoader()),
                    inputs.scenarios(scenarios),
                    FalcoVersion.of(falco),
                    SimulatorOptions.configured());
            System.out.println(
                    recorder.record(Required.of(scenario), Required.of(capture).toPath()));
        } catch (IllegalArgumentException
                | ScenarioException
                | SensorException
                | SandboxException
                | UntrustedException
                | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }
}
