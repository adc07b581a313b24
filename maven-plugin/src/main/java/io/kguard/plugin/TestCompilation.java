// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.ruletest.RuleTestSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;

/** Makes sure that the rule tests that run match their sources. */
record TestCompilation(LifecycleExecutor lifecycle, BuildPluginManager plugins) {
    private static final String PHASE = "test-compile";

    /** Compiles a module's tests if the goal was called directly. In a lifecycle they are already compiled. */
    void run(MavenSession session, MavenProject project, MojoExecution caller) throws MojoExecutionException {
        if (caller.getSource() != MojoExecution.Source.CLI || project.getFile() == null) {
            return;
        }
        try {
            for (MojoExecution step :
                    lifecycle.calculateExecutionPlan(session, PHASE).getMojoExecutions()) {
                plugins.executeMojo(session, step);
            }
        } catch (MojoExecutionException e) {
            throw e;
        } catch (Exception e) { // Maven declares a dozen exceptions
            throw new MojoExecutionException("kguard:verify could not compile the rule tests: " + e.getMessage(), e);
        }
    }

    /**
     * Refuses rule tests that are not compiled, or were changed since.
     *
     * @throws IllegalArgumentException if there are any
     */
    void check(MavenProject project) throws IOException {
        if (project.getFile() == null) {
            return;
        }
        List<Path> behind = RuleTestSources.notCompiled(
                project.getTestCompileSourceRoots().stream().map(Path::of).toList(),
                Path.of(project.getBuild().getTestOutputDirectory()));
        if (!behind.isEmpty()) {
            throw new IllegalArgumentException(
                    "these rule tests are not compiled, or have changed since: "
                            + behind.stream()
                                    .map(file -> project.getBasedir().toPath().relativize(file))
                                    .map(Path::toString)
                                    .collect(Collectors.joining(", "))
                            + ". Compile them with mvn test-compile, without -Dmaven.test.skip. To check nothing, use -Dkguard.skip.");
        }
    }
}
