// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.verify.RuleTestRun;
import io.kguard.internal.verify.RuleTestSources;
import io.kguard.output.FalcoConfig;
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
import java.util.stream.Stream;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** The inputs of a goal: its parameters, or the module's default places. */
final class Inputs {
    private final MavenProject project;

    Inputs(MavenProject project) {
        this.project = project;
    }

    /**
     * The rule files.
     *
     * @throws IllegalArgumentException if there are none
     */
    List<Path> rules(@Nullable List<File> given) {
        if (given != null && !given.isEmpty()) {
            return paths(given);
        }
        Path own = folder("src/kguard/rules");
        if (Files.isDirectory(own)) {
            return List.of(own);
        }
        throw new IllegalArgumentException(
                "there are no rules: " + own + " does not exist. Name rule files with -Dkguard.rules=A,B");
    }

    /**
     * Whether the lifecycle of a build of several modules runs the goal in one that has no rules, no scenarios and no rule tests.
     * There the goal is meant for others. Called by itself the goal runs in one module only, so it must not be skipped there.
     */
    boolean isOfOthers(MavenSession session, MojoExecution execution, @Nullable List<File> givenRules) {
        if (execution.getSource() != MojoExecution.Source.LIFECYCLE
                || session.getProjects().size() < 2
                || givenRules != null && !givenRules.isEmpty()
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

    /** The rule files: the given ones, or else those of the falco.yaml, or else the module's own. */
    List<Path> rules(@Nullable List<File> given, @Nullable FalcoConfig config, Log log) {
        if (config != null && (given == null || given.isEmpty())) {
            List<Path> configured = config.existingRulesFiles(log::warn);
            if (!configured.isEmpty()) {
                return configured;
            }
        }
        return rules(given);
    }

    /**
     * The falco.yaml, or null if none is given. Warns of settings that are ignored.
     *
     * @throws io.kguard.output.FalcoConfigException if it can't be used
     */
    @Nullable
    FalcoConfig config(@Nullable File given, FalcoVersion version, Log log) throws IOException {
        if (given == null) {
            return null;
        }
        FalcoConfig config = FalcoConfig.read(given.toPath(), version);
        config.warnings().forEach(log::warn);
        return config;
    }

    /** The scenario files, without those of jars. */
    List<Path> scenarios(@Nullable List<File> given) {
        if (given != null && !given.isEmpty()) {
            return paths(given);
        }
        Path own = folder("src/kguard/scenarios");
        return Files.isDirectory(own) ? List.of(own) : List.of();
    }

    /** The recordings: the given ones, or else those beside the module's scenarios, sorted by path. */
    List<Path> recordings(@Nullable List<File> given) throws IOException {
        if (given != null && !given.isEmpty()) {
            return paths(given);
        }
        Path own = folder("src/kguard/scenarios");
        if (!Files.isDirectory(own)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(own)) {
            return files.filter(file -> file.toString().matches(".*(\\.scap|\\.log|\\.events\\.yaml)"))
                    .sorted()
                    .toList();
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

    /**
     * The output of a goal: the given place, or one in the module's build folder, which is {@code target} without a
     * pom.
     */
    Path output(@Nullable File given, String name) {
        if (given != null) {
            return given.toPath();
        }
        Path build = project.getFile() == null
                ? folder("target")
                : Path.of(project.getBuild().getDirectory());
        return build.resolve("kguard").resolve(name);
    }

    boolean enableAll(@Nullable String enable) {
        if (enable == null || enable.isEmpty()) {
            return false;
        }
        if (enable.equals("all")) {
            return true;
        }
        throw new IllegalArgumentException("kguard.enable is \"" + enable + "\"; it can be \"all\"");
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

    static List<Path> paths(List<File> files) {
        return files.stream().map(File::toPath).toList();
    }
}
