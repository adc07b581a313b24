// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.goal.KguardProperties;
import io.kguard.internal.option.GoalParameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Refuses properties that no goal of the build reads. */
final class GivenProperties {
    private static final String PLUGIN = "io.kguard:kguard-maven-plugin";
    private static final Pattern GOAL =
            Pattern.compile("(?:kguard|" + Pattern.quote(PLUGIN) + "(?::[^:]+)?):([\\w-]+)(?:@.*)?");

    private GivenProperties() {}

    /**
     * Checks the command line, the JVM's system properties, and the pom. A property in the pom is refused only if its
     * name is close to one of kguard's, because it may be the project's own. Maven itself ignores parameters that no
     * goal has.
     */
    static void check(MavenSession session, MavenProject project) throws MojoExecutionException {
        Set<String> goals = goals(session);
        Properties own = project.getProperties();
        Set<String> given = new TreeSet<>(session.getUserProperties().stringPropertyNames());
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(GoalParameter.PREFIX))
                .forEach(given::add);
        given.removeAll(own.stringPropertyNames());
        List<String> complaints = new ArrayList<>(KguardProperties.complaints(goals, given));
        session.getUserProperties().forEach((name, value) -> {
            if (String.valueOf(name).startsWith(GoalParameter.PREFIX)
                    && String.valueOf(value).isBlank()) {
                complaints.add(name + " is given and empty: give it a value, or leave it out.");
            }
        });
        Collection<String> misspelt = KguardProperties.misspelt(goals, own.stringPropertyNames());
        complaints.addAll(KguardProperties.complaints(goals, misspelt));
        complaints.addAll(KguardProperties.ofPlugin(parameters(project)));
        if (!complaints.isEmpty()) {
            throw new MojoExecutionException(
                    "kguard does not know a property that it was given. " + String.join("\n", complaints));
        }
    }

    /** The names of the plugin's parameters in a pom. */
    private static Set<String> parameters(MavenProject project) {
        Set<String> names = new TreeSet<>();
        for (Plugin plugin : new Plugin[] {
            project.getPlugin(PLUGIN),
            project.getPluginManagement().getPluginsAsMap().get(PLUGIN)
        }) {
            if (plugin != null) {
                addNames(names, plugin);
                plugin.getExecutions().forEach(execution -> addNames(names, execution));
            }
        }
        return names;
    }

    private static void addNames(Set<String> names, ConfigurationContainer container) {
        if (container.getConfiguration() instanceof Xpp3Dom configuration) {
            for (Xpp3Dom parameter : configuration.getChildren()) {
                names.add(parameter.getName());
            }
        }
    }

    /** The goals of kguard that the build runs, from its command line and from poms. */
    private static Set<String> goals(MavenSession session) {
        Set<String> goals = new TreeSet<>();
        for (String goal : session.getGoals()) {
            Matcher matcher = GOAL.matcher(goal);
            if (matcher.matches()) {
                goals.add(matcher.group(1));
            }
        }
        for (MavenProject project : session.getProjects()) {
            Plugin plugin = project.getPlugin(PLUGIN);
            if (plugin != null) {
                plugin.getExecutions().stream().map(PluginExecution::getGoals).forEach(goals::addAll);
            }
        }
        return goals;
    }
}
