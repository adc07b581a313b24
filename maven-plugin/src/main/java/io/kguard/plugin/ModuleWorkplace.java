// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.console.Console;
import io.kguard.internal.goal.RuleTests;
import io.kguard.internal.goal.Terminal;
import io.kguard.internal.goal.Workplace;
import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.result.RuleScope;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.ruletest.RuleTestClasses;
import io.kguard.internal.tool.mutation.MutationThresholds;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;

/**
 * A module, or a folder without a pom.
 *
 * @param project the module
 * @param session the build
 * @param log receives warnings
 * @param ruleTests its rule tests
 * @param elements what only a pom can say
 */
record ModuleWorkplace(
        MavenProject project, MavenSession session, Log log, RuleTests ruleTests, List<Threshold> elements)
        implements Workplace {
    @Override
    public Path file(String name) {
        return new Inputs(project).folder(name);
    }

    @Override
    public Path report(String name) {
        return new Inputs(project).output(name);
    }

    @Override
    public Optional<Path> furtherReport(String name) {
        return Optional.of(report(name));
    }

    @Override
    public ClassLoader catalogue() throws IOException {
        return new Inputs(project).catalogue(ModuleWorkplace.class.getClassLoader());
    }

    @Override
    public Optional<Workplace.OwnProgram> program() {
        return Optional.empty();
    }

    @Override
    public RuleTestClasses testClasses() {
        String classes =
                project.getBasedir() == null ? null : project.getBuild().getTestOutputDirectory();
        return classes == null
                ? RuleTestClasses.NONE
                : new RuleTestClasses(Path.of(classes), new Inputs(project).testClassPath());
    }

    @Override
    public Map<RuleScope, Thresholds> thresholds() {
        return Threshold.byScope(elements);
    }

    @Override
    public Map<RuleScope, MutationThresholds> mutationThresholds() {
        return Threshold.ofMutation(elements);
    }

    @Override
    public void say(String text) {
        System.out.println(ConsoleText.lines(text));
    }

    @Override
    public void sayBeside(String text) {
        System.out.println(ConsoleText.lines(text));
    }

    @Override
    public PrintStream out() {
        return System.out;
    }

    @Override
    public InputStream in() {
        return System.in;
    }

    @Override
    public void warn(String text) {
        log.warn(text);
    }

    @Override
    public Console console(boolean allRows) {
        boolean alone = session.getRequest().isInteractiveMode() && !session.isParallel();
        return Terminal.console(System.out, !log.isInfoEnabled(), alone, allRows);
    }
}
