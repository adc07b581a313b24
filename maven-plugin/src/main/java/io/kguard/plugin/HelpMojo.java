// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.message.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Lists the goals, or the properties of one. Works without a pom. */
@Mojo(name = "help", requiresProject = false, threadSafe = true)
public final class HelpMojo extends AbstractMojo {
    /** The goal whose properties are listed. Default: all goals are listed, without their properties. */
    @org.apache.maven.plugins.annotations.Parameter(property = "kguard.goal")
    private @Nullable String goal;

    @org.apache.maven.plugins.annotations.Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private @Nullable PluginDescriptor plugin;

    @org.apache.maven.plugins.annotations.Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @org.apache.maven.plugins.annotations.Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Override
    public void execute() throws MojoExecutionException {
        GivenProperties.check(Required.of(session), Required.of(project));
        List<MojoDescriptor> goals = Required.of(plugin).getMojos().stream()
                .sorted(Comparator.comparing(MojoDescriptor::getGoal))
                .toList();
        lines(goals).forEach(System.out::println);
    }

    private List<String> lines(List<MojoDescriptor> goals) throws MojoExecutionException {
        List<String> lines = new ArrayList<>();
        String asked = goal;
        if (asked == null) {
            goals.forEach(one -> lines.add("kguard:" + one.getGoal() + "\n    " + one.getDescription()));
            lines.add("-Dkguard.goal=GOAL lists the properties of a goal.");
            return lines;
        }
        MojoDescriptor described = goals.stream()
                .filter(one -> one.getGoal().equals(asked))
                .findFirst()
                .orElseThrow(() -> new MojoExecutionException("there is no goal \"" + asked + "\"; "
                        + Nearest.hint(
                                asked,
                                goals.stream().map(MojoDescriptor::getGoal).toList())));
        lines.add("kguard:" + described.getGoal() + "\n    " + described.getDescription());
        for (Parameter parameter : described.getParameters()) {
            if (parameter.isEditable()) {
                String name = parameter.getExpression() == null
                                || parameter.getExpression().isEmpty()
                        ? "<" + parameter.getName() + "> in a pom"
                        : parameter.getExpression().replaceAll("[${}]", "");
                lines.add("  " + name + "\n    " + parameter.getDescription());
            }
        }
        return lines;
    }
}
