// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.report.Annotations;
import io.kguard.internal.verify.BaselineFile;
import io.kguard.internal.verify.SuiteResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import javax.inject.Inject;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Makes every check, and writes those that fail to a baseline: they may fail until a day. Entries that are there already keep their
 * reason and their day, and those that pass again are removed. Nothing is written if a check can't be judged.
 */
@Mojo(
        name = "baseline",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class BaselineMojo extends CheckingMojo {
    private static final int DAYS = 30;

    /** Why new failures are accepted, such as the number of a ticket. */
    @Parameter(property = "kguard.reason", required = true)
    private @Nullable String reason;

    /** The last day on which new failures are accepted, such as 2027-01-31. Default: in 30 days. */
    @Parameter(property = "kguard.expires")
    private @Nullable String expires;

    /** Called by Maven. */
    @Inject
    public BaselineMojo(RepositorySystem repositories, LifecycleExecutor lifecycle, BuildPluginManager plugins) {
        super(repositories, lifecycle, plugins);
    }

    @Override
    public void execute() throws MojoExecutionException {
        if (isSkipped()) {
            return;
        }
        LocalDate day = day();
        SuiteResult result = check(() -> options(null, null), Annotations.OFF);
        if (result.errors() > 0) {
            throw new MojoExecutionException("nothing was written: kguard could not judge every check");
        }
        Path file = baselineFile();
        try {
            int entries = BaselineFile.write(file, result, Required.of(reason), day);
            System.out.println(file + " has " + entries + (entries == 1 ? " known failure" : " known failures"));
        } catch (IOException | IllegalArgumentException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }

    private LocalDate day() throws MojoExecutionException {
        try {
            return expires == null ? LocalDate.now(ZoneId.systemDefault()).plusDays(DAYS) : LocalDate.parse(expires);
        } catch (DateTimeException e) {
            throw new MojoExecutionException(
                    "kguard.expires is \"" + expires + "\"; write year, month and day, such as 2027-01-31", e);
        }
    }
}
