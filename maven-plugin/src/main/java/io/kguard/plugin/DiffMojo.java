// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Says which alerts a change of the rules makes appear, vanish or say something else. Plays each scenario once, and evaluates the
 * rules before and after the change on its events.
 */
@Mojo(name = "diff", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class DiffMojo extends SuiteMojo {
    /** The rules before the change: a git revision, or folders and files with other rules. */
    @Parameter(property = "kguard.against", required = true)
    @Nullable
    String against;

    /** The scenarios to play: names of scenarios, techniques, rules and tags of rules. Default: all. */
    @Parameter(property = "kguard.only")
    @Nullable
    String only;

    /**
     * Captures (.scap), audit logs (.log, .json, .jsonl) and event scripts (.yaml) to evaluate both on, besides the scenarios: files,
     * folders, and lists (@list.txt).
     */
    @Parameter(property = "kguard.recordings")
    @Nullable
    List<File> recordings;
}
