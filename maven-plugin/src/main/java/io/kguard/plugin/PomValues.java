// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** What properties and the pom say of the parameters of a goal. */
final class PomValues {
    private final Properties properties;
    private final Xpp3Dom configuration;
    private final PluginParameterExpressionEvaluator evaluator;

    PomValues(MavenSession session, MojoExecution execution) {
        this.properties = new Properties();
        properties.putAll(session.getSystemProperties());
        properties.putAll(session.getUserProperties());
        this.configuration = execution.getConfiguration();
        this.evaluator = new PluginParameterExpressionEvaluator(session, execution);
    }

    /**
     * The values that the user gave, by the names of the parameters. Files have absolute paths. A pom has none of those that every goal
     * knows: they are those of the command line and of the JVM.
     */
    Map<String, List<String>> given(Goal goal) throws MojoExecutionException {
        Map<String, List<String>> given = new HashMap<>();
        for (GoalParameter parameter : goal.parameters()) {
            Xpp3Dom element = configuration.getChild(parameter.name());
            List<String> values = element == null ? List.of() : values(parameter, element);
            if (!values.isEmpty()) {
                given.put(parameter.name(), values);
            }
        }
        List<GoalParameter> ofEveryGoal = new ArrayList<>(Goal.OF_SIMULATIONS);
        ofEveryGoal.add(Goal.SETTINGS);
        for (GoalParameter parameter : ofEveryGoal) {
            String value = properties.getProperty(parameter.property(), "");
            if (!value.isBlank()) {
                given.put(parameter.name(), List.of(value));
            }
        }
        return given;
    }

    /** The values of an element: those of the elements in it, or those between the commas of its text. */
    private List<String> values(GoalParameter parameter, Xpp3Dom element) throws MojoExecutionException {
        List<String> texts = new ArrayList<>();
        if (element.getChildCount() > 0) {
            for (Xpp3Dom child : element.getChildren()) {
                String text = text(child);
                texts.add(text == null ? "" : text);
            }
        } else {
            String text = text(element);
            if (text == null) {
                return List.of();
            }
            texts.addAll(
                    parameter.type() == GoalParameter.Type.FILES
                            ? Stream.of(text.split(",")).map(String::strip).toList()
                            : List.of(text));
        }
        return switch (parameter.type()) {
            case FILES, FILE -> texts.stream().map(this::file).toList();
            case NAMES -> texts;
            default -> List.of(String.join(",", texts));
        };
    }

    private String file(String name) {
        return name.isBlank()
                ? ""
                : evaluator.alignToBaseDirectory(new File(name)).getPath();
    }

    /** What its text stands for; null if nobody gave it. */
    private @Nullable String text(Xpp3Dom element) throws MojoExecutionException {
        if (element.getValue() == null) {
            return null;
        }
        try {
            Object value = evaluator.evaluate(element.getValue());
            return value == null ? null : value.toString();
        } catch (ExpressionEvaluationException e) {
            throw new MojoExecutionException(
                    "<" + element.getName() + "> is " + element.getValue() + ": " + e.getMessage(), e);
        }
    }

    /** The thresholds for some of the rules, which only a pom can say. */
    List<Threshold> thresholds() throws MojoExecutionException {
        List<Threshold> thresholds = new ArrayList<>();
        Xpp3Dom all = configuration.getChild(Threshold.PARAMETER);
        for (Xpp3Dom element : all == null ? new Xpp3Dom[0] : all.getChildren()) {
            Map<String, String> values = new HashMap<>();
            for (Xpp3Dom child : element.getChildren()) {
                String text = text(child);
                values.put(child.getName(), text == null ? "" : text);
            }
            try {
                thresholds.add(Threshold.of(values));
            } catch (IllegalArgumentException e) {
                throw new MojoExecutionException("<" + element.getName() + ">: " + e.getMessage(), e);
            }
        }
        return thresholds;
    }
}
