// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.goal.Ending;
import io.kguard.internal.goal.GoalRun;
import io.kguard.internal.goal.Goals;
import io.kguard.internal.goal.RuleTests;
import io.kguard.internal.goal.Workplace;
import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.MapOrientedComponent;
import org.codehaus.plexus.component.repository.ComponentRequirement;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Every goal. {@link DescriptorProgram} makes the plugin's descriptor of {@link Goals}, and {@link GoalRun} does what they say. Maven
 * hands over a map, so that no parameter is declared a second time.
 */
public final class GoalMojo extends AbstractMojo implements MapOrientedComponent {
    private static final String SKIP = "skip";
    private static final String RULES = "rules";
    private static final String CONFIG = "config";

    private final RepositorySystem repositories;
    private final TestCompilation compilation;
    private @Nullable MavenProject project;
    private @Nullable MavenSession session;
    private @Nullable MojoExecution execution;

    /** Called by Maven. */
    @Inject
    public GoalMojo(RepositorySystem repositories, LifecycleExecutor lifecycle, BuildPluginManager plugins) {
        this.repositories = repositories;
        this.compilation = new TestCompilation(lifecycle, plugins);
    }

    /** Called by Maven with what {@link DescriptorProgram} asks for. The values of parameters are read by {@link PomValues}. */
    @Override
    public void setComponentConfiguration(Map<?, ?> configuration) {
        project = (MavenProject) configuration.get(DescriptorProgram.PROJECT);
        session = (MavenSession) configuration.get(DescriptorProgram.SESSION);
        execution = (MojoExecution) configuration.get(DescriptorProgram.EXECUTION);
    }

    /** Maven never calls this: no component is asked for. */
    @Override
    public void addComponentRequirement(ComponentRequirement requirement, Object component) {
        throw new UnsupportedOperationException(requirement.getRole());
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        Goal goal = goal();
        PomValues values = new PomValues(session(), execution());
        Map<String, List<String>> given = values.given(goal);
        if (goal.name().equals(Goals.HELP.name())) {
            GivenProperties.check(session(), project());
            Help.lines(given.getOrDefault("goal", List.of())).forEach(System.out::println);
            return;
        }
        boolean checks = goal.parameter("ruleTestTimeout").isPresent();
        Workplace place = new ModuleWorkplace(
                project(), session(), getLog(), checks ? ruleTests() : RuleTests.NONE, values.thresholds());
        Settings settings = settings(goal, place, given);
        if (checks) {
            removeReports(settings, place);
        }
        GivenProperties.check(session(), project());
        if (goal.parameter(SKIP).isPresent() && isSkipped(settings)) {
            return;
        }
        Ending ending = GoalRun.run(goal, place, given);
        switch (ending.kind()) {
            case PASSED -> {}
            case FAILED -> throw new MojoFailureException(ConsoleText.lines(ending.sentence()), ending.cause());
            case NOT_JUDGED, WRONG_USE ->
                throw new MojoExecutionException(ConsoleText.lines(ending.sentence()), ending.cause());
        }
    }

    /** Even if the goal is skipped: reports of an earlier run must not be taken for those of this one. */
    private static void removeReports(Settings settings, Workplace place) throws MojoExecutionException {
        try {
            GoalRun.removeReports(settings, place);
        } catch (IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }

    private boolean isSkipped(Settings settings) {
        if (settings.isOn(SKIP)) {
            getLog().info("kguard: skipped (kguard.skip)");
            return true;
        }
        boolean configured = settings.goal().parameter(CONFIG).isPresent() && settings.isGiven(CONFIG);
        if (!configured && new Inputs(project()).isOfOthers(session(), execution(), settings.isGiven(RULES))) {
            getLog().info("kguard: skipped, because this module has no rules");
            return true;
        }
        return false;
    }

    private static Settings settings(Goal goal, Workplace place, Map<String, List<String>> given)
            throws MojoExecutionException {
        try {
            return Settings.of(goal, place::file, GoalRun.given(goal, place, given));
        } catch (IllegalArgumentException e) {
            throw new MojoExecutionException(ConsoleText.lines(String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw new MojoExecutionException(ConsoleText.lines(FileFault.of(e)), e);
        }
    }

    private Goal goal() {
        String name = execution().getMojoDescriptor().getGoal();
        return Goals.ofPlugin().stream()
                .filter(goal -> goal.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing does the goal " + name));
    }

    private RuleTests ruleTests() {
        return new ModuleRuleTests(project(), session(), execution(), getLog(), repositories, compilation);
    }

    private MavenProject project() {
        return Objects.requireNonNull(project, "Maven sets the project");
    }

    private MavenSession session() {
        return Objects.requireNonNull(session, "Maven sets the session");
    }

    private MojoExecution execution() {
        return Objects.requireNonNull(execution, "Maven sets the execution");
    }
}
