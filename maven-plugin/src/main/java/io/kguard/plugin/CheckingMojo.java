// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.goal.GoalRun;
import io.kguard.internal.goal.RuleTests;
import io.kguard.internal.goal.Workplace;
import io.kguard.internal.option.Settings;
import java.io.File;
import java.io.IOException;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** A goal that makes the checks of scenarios and of rule tests. */
abstract class CheckingMojo extends SuiteMojo {
    /** How many minutes the rule tests may take together. */
    @Parameter(property = "kguard.ruleTestTimeout", defaultValue = "30")
    int ruleTestTimeout = 30;

    /** The file of known failures. Default: kguard-baseline.yaml in the project's folder, if it exists. */
    @Parameter(property = "kguard.baseline")
    @Nullable
    File baseline;

    /** failed: the table has a row for each check that did not pass. all: one for each check. */
    @Parameter(property = "kguard.rows", defaultValue = "failed")
    String rows = "failed";

    private final RepositorySystem repositories;
    private final TestCompilation compilation;

    CheckingMojo(RepositorySystem repositories, LifecycleExecutor lifecycle, BuildPluginManager plugins) {
        this.repositories = repositories;
        this.compilation = new TestCompilation(lifecycle, plugins);
    }

    @Override
    void begin(Settings settings, Workplace place) throws MojoExecutionException {
        try {
            GoalRun.removeReports(settings, place);
        } catch (IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    RuleTests ruleTests() {
        return new ModuleRuleTests(project(), session(), execution(), getLog(), repositories, compilation);
    }
}
