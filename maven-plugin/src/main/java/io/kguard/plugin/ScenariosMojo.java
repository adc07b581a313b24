// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.atomic.AtomicException;
import io.kguard.internal.atomic.AtomicImport;
import io.kguard.internal.verify.ScenarioFilter;
import io.kguard.internal.verify.ScenarioList;
import io.kguard.internal.verify.ScenarioText;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.scenario.ScenarioException;
import io.kguard.scenario.ScenarioSchema;
import io.kguard.simulation.SimulatorOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Lists the scenarios of the project and of its jars, or tells one of them in words. Works without a pom. */
@Mojo(
        name = "scenarios",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class ScenariosMojo extends AbstractMojo {
    /** The id of the scenario to tell in words. Default: a list of all. */
    @Parameter(property = "kguard.scenario")
    private @Nullable String scenario;

    /** Lists only attacks of this tactic, such as credential-access: the folder that their files are in. */
    @Parameter(property = "kguard.tactic")
    private @Nullable String tactic;

    /** Lists only attacks with this technique, such as T1003 or T1003.008. */
    @Parameter(property = "kguard.technique")
    private @Nullable String technique;

    /** Lists only attacks that expect something of the rule with this name. */
    @Parameter(property = "kguard.rule")
    private @Nullable String rule;

    /** Scenario files and directories. Scenarios of jars are added. Default: src/kguard/scenarios, if it exists. */
    @Parameter(property = "kguard.scenarios")
    private @Nullable List<File> scenarios;

    /** A file for the JSON schema of scenarios, for editors. */
    @Parameter(property = "kguard.schema")
    private @Nullable File schema;

    /** The folder for the scenarios of an import. */
    @Parameter(property = "kguard.into", defaultValue = "src/kguard/scenarios/atomic")
    private @Nullable File into;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    private @Nullable File atomics;

    /** A folder with tests in the format of Atomic Red Team. kguard makes scenarios of them, and lists those that it can't. */
    @Parameter(property = "kguard.import")
    public void setImport(File folder) {
        atomics = folder;
    }

    @Override
    public void execute() throws MojoExecutionException {
        GivenProperties.check(Required.of(session), Required.of(project));
        Inputs inputs = new Inputs(Required.of(project));
        try {
            if (atomics != null) {
                AtomicImport.run(atomics.toPath(), Required.of(into).toPath())
                        .lines()
                        .forEach(System.out::println);
                return;
            }
            ScenarioCatalogue catalogue = ScenarioCatalogue.load(
                    inputs.catalogue(getClass().getClassLoader()),
                    inputs.scenarios(scenarios),
                    SimulatorOptions.configured().sandbox().setup().folders());
            ScenarioFilter filter = new ScenarioFilter(tactic, technique, rule);
            if (scenario == null) {
                System.out.println(ScenarioList.of(catalogue, filter));
            } else if (filter.isEmpty()) {
                System.out.println(ScenarioText.of(catalogue, scenario));
            } else {
                throw new IllegalArgumentException(
                        "kguard.scenario names one scenario; leave out kguard.tactic, kguard.technique and kguard.rule");
            }
            if (schema != null) {
                Path file = schema.toPath().toAbsolutePath();
                Files.createDirectories(file.getParent());
                Files.writeString(file, ScenarioSchema.json(), UTF_8);
                System.out.println("The schema of scenario files is in " + file);
            }
        } catch (NoSuchFileException e) {
            throw new MojoExecutionException(e.getMessage() + " does not exist", e);
        } catch (IllegalArgumentException | AtomicException | ScenarioException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }
}
