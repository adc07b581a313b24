// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.goal.Ending;
import io.kguard.internal.goal.GoalRun;
import io.kguard.internal.goal.Goals;
import io.kguard.internal.goal.RuleTests;
import io.kguard.internal.goal.Workplace;
import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.internal.result.RuleScope;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.tool.mutation.MutationThresholds;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** A goal. Its class declares the parameters, because Maven wants them there. What it does is in {@link GoalRun}. */
abstract class GoalMojo extends AbstractMojo {
    private static final String SKIP = "skip";
    private static final String RULES = "rules";
    private static final String CONFIG = "config";

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private @Nullable MojoExecution execution;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        Goal goal = goal();
        Map<String, List<String>> given = given(goal);
        Workplace place =
                new ModuleWorkplace(project(), session(), getLog(), ruleTests(), thresholds(), mutationThresholds());
        Settings settings = settings(goal, place, given);
        begin(settings, place);
        GivenProperties.check(session(), project());
        if (goal.parameter(SKIP).isPresent() && isSkipped(settings)) {
            return;
        }
        Ending ending = GoalRun.run(goal, place, given);
        switch (ending.kind()) {
            case PASSED -> {}
            case FAILED -> throw new MojoFailureException(ConsoleText.lines(ending.message()), ending.cause());
            case NOT_JUDGED, WRONG_USE ->
                throw new MojoExecutionException(ConsoleText.lines(ending.message()), ending.cause());
        }
    }

    /** What is done even if the goal is skipped. */
    void begin(Settings settings, Workplace place) throws MojoExecutionException {}

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
            return Settings.of(goal, place::file, given);
        } catch (IllegalArgumentException e) {
            throw new MojoExecutionException(ConsoleText.lines(String.valueOf(e.getMessage())), e);
        }
    }

    private Goal goal() {
        String name = execution().getMojoDescriptor().getGoal();
        return Goals.named(name).orElseThrow(() -> new IllegalStateException("nothing does the goal " + name));
    }

    /** The values that Maven injected. */
    private Map<String, List<String>> given(Goal goal) {
        Map<String, List<String>> given = new HashMap<>();
        for (GoalParameter parameter : goal.parameters()) {
            Object value = value(parameter.name());
            if (value instanceof List<?> list) {
                if (!list.isEmpty()) { // Maven makes an empty list of what nobody gave
                    given.put(
                            parameter.name(), list.stream().map(String::valueOf).toList());
                }
            } else if (value != null) {
                given.put(parameter.name(), List.of(value.toString()));
            }
        }
        return given;
    }

    /** The value of a parameter, which is in the field with its name; null if it has none. */
    @Nullable
    Object value(String parameter) {
        for (Class<?> type = getClass(); type != GoalMojo.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(parameter)) {
                    return valueOf(field);
                }
            }
        }
        throw new IllegalStateException("the goal has no field " + parameter);
    }

    private @Nullable Object valueOf(Field field) {
        try {
            field.setAccessible(true);
            return field.get(this);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    RuleTests ruleTests() {
        return NoRuleTests.HERE;
    }

    Map<RuleScope, Thresholds> thresholds() {
        return Map.of();
    }

    Map<RuleScope, MutationThresholds> mutationThresholds() {
        return Map.of();
    }

    final MavenProject project() {
        return Required.of(project);
    }

    final MavenSession session() {
        return Required.of(session);
    }

    final MojoExecution execution() {
        return Required.of(execution);
    }
}
