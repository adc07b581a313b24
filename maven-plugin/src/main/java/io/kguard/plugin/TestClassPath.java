// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.ruletest.RuleTestRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.jspecify.annotations.Nullable;

/** The class path for a module's rule tests: the module's own, plus the launcher of its JUnit version. */
record TestClassPath(MavenProject project, MavenSession session, RepositorySystem repositories) {
    private static final Pattern ENGINE = Pattern.compile("junit-platform-engine-(.+)\\.jar");

    /** The run of the module's rule tests, or null if it has none. */
    @Nullable
    RuleTestRun ruleTests(int timeoutMinutes) throws IOException {
        String output = project.getBuild().getTestOutputDirectory();
        if (project.getBasedir() == null
                || output == null
                || !RuleTestRun.hasRuleTests(Path.of(output), new Inputs(project).testClassPath())) {
            return null;
        }
        List<Path> classPath = new ArrayList<>(new Inputs(project).testClassPath());
        addLauncher(classPath);
        return new RuleTestRun(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                classPath,
                Path.of(output),
                project.getBasedir().toPath(),
                properties(),
                timeoutMinutes);
    }

    private void addLauncher(List<Path> classPath) {
        String version = "";
        for (Path path : classPath) {
            String name = String.valueOf(path.getFileName());
            if (name.startsWith("junit-platform-launcher-")) {
                return;
            }
            Matcher matcher = ENGINE.matcher(name);
            if (matcher.matches()) {
                version = matcher.group(1);
            }
        }
        if (version.isEmpty()) {
            throw new IllegalArgumentException("the module has rule tests but no JUnit to run them:"
                    + " add org.junit.jupiter:junit-jupiter to its test dependencies");
        }
        String launcher = "org.junit.platform:junit-platform-launcher:" + version;
        ArtifactRequest request =
                new ArtifactRequest(new DefaultArtifact(launcher), project.getRemoteProjectRepositories(), null);
        try {
            classPath.add(repositories
                    .resolveArtifact(session.getRepositorySession(), request)
                    .getArtifact()
                    .getFile()
                    .toPath());
        } catch (ArtifactResolutionException e) {
            throw new IllegalArgumentException(
                    "rule tests need " + launcher + ", which Maven could not resolve; add it to the test dependencies",
                    e);
        }
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        session.getUserProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("kguard."))
                .forEach(
                        name -> properties.put(name, session.getUserProperties().getProperty(name)));
        return properties;
    }
}
