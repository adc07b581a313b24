// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.ruletest.RuleTestRun;
import io.kguard.internal.ruletest.RuleTestSources;
import io.kguard.scenario.ScenarioCatalogue;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/** What a goal finds in its module. */
record Inputs(MavenProject project) {
    /**
     * Whether the lifecycle of a build of several modules runs the goal in one that has no rules, no scenarios and no rule tests.
     * There the goal is meant for others. Called by itself the goal runs in one module only, so it must not be skipped there.
     */
    boolean isOfOthers(MavenSession session, MojoExecution execution, boolean rulesGiven) {
        if (execution.getSource() != MojoExecution.Source.LIFECYCLE
                || session.getProjects().size() < 2
                || rulesGiven
                || Files.exists(folder("src/kguard"))) {
            return false;
        }
        List<Path> sources =
                project.getTestCompileSourceRoots().stream().map(Path::of).toList();
        Path classes = Path.of(project.getBuild().getTestOutputDirectory());
        try {
            return RuleTestSources.notCompiled(sources, folder("no/classes")).isEmpty()
                    && !RuleTestRun.hasRuleTests(classes, List.of());
        } catch (IOException e) {
            return false; // the goal itself says what can't be read
        }
    }

    /** The class loader whose jars hold scenarios: the module's test class path if it has one, else the plugin's. */
    ClassLoader catalogue(ClassLoader plugin) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path path : testClassPath()) {
            urls.add(url(path));
        }
        @SuppressWarnings(
                "resource") // it lives as long as the build: closing it would make the scenarios' jars unreadable
        URLClassLoader module = new URLClassLoader(urls.toArray(URL[]::new), null);
        return module.getResources(ScenarioCatalogue.RESOURCES).hasMoreElements() ? module : plugin;
    }

    /** The module's test class path; empty without a pom. */
    List<Path> testClassPath() {
        try {
            return project.getTestClasspathElements().stream().map(Path::of).toList();
        } catch (DependencyResolutionRequiredException e) {
            throw new IllegalArgumentException("the module's test class path is not resolved: " + e.getMessage(), e);
        }
    }

    /** The place of a report in the module's build folder, which is {@code target} without a pom. */
    Path output(String name) {
        Path build = project.getFile() == null
                ? folder("target")
                : Path.of(project.getBuild().getDirectory());
        return build.resolve("kguard").resolve(name);
    }

    /** A file or folder of the module. */
    Path folder(String name) {
        File base = project.getBasedir();
        return (base == null ? Path.of("").toAbsolutePath() : base.toPath()).resolve(name);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(path + " can't be part of a class path", e);
        }
    }
}
