// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Counts the alerts of the rules on everyday work, and proposes the exceptions that silence them. Shows that the rules detect
 * every attack of the scenarios with these exceptions, too.
 */
@Mojo(name = "tune", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class TuneMojo extends SuiteMojo {
    /**
     * Captures (.scap), audit logs (.log, .json, .jsonl) and event scripts (.yaml) of everyday work. There must be no attack in
     * them. The workloads among the scenarios are added.
     */
    @Parameter(property = "kguard.recordings")
    @Nullable
    List<File> recordings;

    /** Whether to write the exceptions to a file. */
    @Parameter(property = "kguard.fix", defaultValue = "false")
    boolean fix;

    /** The rule file that the exceptions are appended to. Default: zz-kguard-exceptions.yaml in the last folder of the rules. */
    @Parameter(property = "kguard.into")
    @Nullable
    File into;
}
