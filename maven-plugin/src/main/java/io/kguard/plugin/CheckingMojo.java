// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.report.Annotations;
import io.kguard.internal.verify.BaselineFile;
import io.kguard.internal.verify.Console;
import io.kguard.internal.verify.ReportOptions;
import io.kguard.internal.verify.Reports;
import io.kguard.internal.verify.RuleTestRun;
import io.kguard.internal.verify.SuiteResult;
import io.kguard.internal.verify.Verification;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.output.FalcoConfigException;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** A goal that makes the checks of scenarios and of rule tests. */
abstract class CheckingMojo extends SuiteMojo {
    /** How many minutes the rule tests may take together. */
    @Parameter(property = "kguard.ruleTestTimeout", defaultValue = "30")
    private int ruleTestTimeout = 30;

    /** The file of known failures. Default: kguard-baseline.yaml in the project's folder, if it exists. */
    @Parameter(property = "kguard.baseline")
    private @Nullable File baseline;

    /** failed: the table has a row for each check that did not pass. all: one for each check. */
    @Parameter(property = "kguard.rows", defaultValue = "failed")
    private String rows = "failed";

    private final RepositorySystem repositories;
    private final TestCompilation compilation;

    CheckingMojo(RepositorySystem repositories, LifecycleExecutor lifecycle, BuildPluginManager plugins) {
        this.repositories = repositories;
        this.compilation = new TestCompilation(lifecycle, plugins);
    }

    /** Options that are read when the rule tests are compiled. */
    interface Options {
        VerifyOptions read() throws IOException;
    }

    /** The file of known failures, which need not exist unless it is given. */
    Path baselineFile() {
        return baseline == null ? inputs().folder(BaselineFile.NAME) : baseline.toPath();
    }

    private boolean isAllRows() {
        return switch (rows) {
            case "failed" -> false;
            case "all" -> true;
            default ->
                throw new IllegalArgumentException("kguard.rows is \"" + rows + "\"; it can be \"failed\" or \"all\"");
        };
    }

    boolean isBaselineGiven() {
        return baseline != null;
    }

    @Override
    boolean isSkipped() throws MojoExecutionException {
        // reports of an earlier run must not be taken for those of this one
        try {
            Reports.remove(reports());
        } catch (IOException e) {
            throw new MojoExecutionException("the reports of an earlier run can't be removed: " + e, e);
        }
        return super.isSkipped();
    }

    /** Makes the checks. */
    SuiteResult check(Options options, Annotations annotations) throws MojoExecutionException {
        compilation.run(session(), project(), execution());
        try {
            VerifyOptions read = options.read();
            compilation.check(project());
            RuleTestRun tests = new TestClassPath(project(), session(), repositories).ruleTests(ruleTestTimeout);
            if (tests != null) {
                checkSurefire();
            }
            Console console = Terminal.console(session(), getLog().isInfoEnabled(), isAllRows());
            SuiteResult result = new Verification(
                            read, tests, new ReportOptions(reports(), annotations, System.getenv()), console)
                    .run();
            System.out.println("Report: " + reports().resolve("report.html"));
            return result;
        } catch (NoSuchFileException e) {
            throw new MojoExecutionException(e.getMessage() + " does not exist", e);
        } catch (IllegalArgumentException | FalcoConfigException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }

    /** In a lifecycle Surefire has already run, and its result counts. */
    private void checkSurefire() {
        String complaint = Surefire.complaint(project());
        if (!complaint.isEmpty()) {
            if (execution().getSource() == MojoExecution.Source.LIFECYCLE) {
                throw new IllegalArgumentException(complaint);
            }
            getLog().warn(complaint);
        }
    }
}
