// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Plays every scenario once, and keeps its events. When a rule file is saved, judges at once what the change affects. When a
 * scenario is saved, plays it. Enter plays all again. Ends by Ctrl+C.
 */
@Mojo(name = "watch", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class WatchMojo extends SuiteMojo {
    /** Scenarios, rules, tags and techniques with commas between them; * stands for any text. Default: all. */
    @Parameter(property = "kguard.only")
    @Nullable
    String only;
}
