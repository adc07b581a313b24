// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.goal.RuleTests;
import io.kguard.internal.ruletest.RuleTestRun;
import java.io.IOException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** The rule tests of a module. */
record ModuleRuleTests(
        MavenProject project,
        MavenSession session,
        MojoExecution execution,
        Log log,
        RepositorySystem repositories,
        TestCompilation compilation)
        implements RuleTests {
    @Override
    public void compile() throws IOException {
        try {
            compilation.run(session, project, execution);
        } catch (MojoExecutionException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public @Nullable RuleTestRun run(int timeoutMinutes) throws IOException {
        compilation.check(project);
        RuleTestRun tests = new TestClassPath(project, session, repositories).ruleTests(timeoutMinutes);
        if (tests != null) {
            checkSurefire();
        }
        return tests;
    }

    /** In a lifecycle Surefire has already run, and its result counts. */
    private void checkSurefire() {
        String complaint = Surefire.complaint(project);
        if (!complaint.isEmpty()) {
            if (execution.getSource() == MojoExecution.Source.LIFECYCLE) {
                throw new IllegalArgumentException(complaint);
            }
            log.warn(complaint);
        }
    }
}
