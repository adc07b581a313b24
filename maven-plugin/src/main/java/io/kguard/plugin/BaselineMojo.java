// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import javax.inject.Inject;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.BuildPluginManager;
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
    /** Why new failures are accepted, such as the number of a ticket. */
    @Parameter(property = "kguard.reason", required = true)
    @Nullable
    String reason;

    /** The last day on which new failures are accepted, such as 2027-01-31. Default: in 30 days. */
    @Parameter(property = "kguard.expires")
    @Nullable
    String expires;

    /** Called by Maven. */
    @Inject
    public BaselineMojo(RepositorySystem repositories, LifecycleExecutor lifecycle, BuildPluginManager plugins) {
        super(repositories, lifecycle, plugins);
    }
}
