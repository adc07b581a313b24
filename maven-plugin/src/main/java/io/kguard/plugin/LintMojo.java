// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Loads and checks rules without running anything. Works without a pom. */
@Mojo(name = "lint", defaultPhase = LifecyclePhase.VALIDATE, requiresProject = false, threadSafe = true)
public final class LintMojo extends GoalMojo {
    /** Rule files and directories, in the order in which they are loaded. Default: src/kguard/rules. */
    @Parameter(property = "kguard.rules")
    @Nullable
    List<File> rules;

    /** The Falco whose behaviour kguard follows: 0.40 to 0.45, or current for the newest. */
    @Parameter(property = "kguard.falco", defaultValue = "current")
    String falco = "current";

    /** Whether warnings are failures, too. */
    @Parameter(property = "kguard.strict", defaultValue = "false")
    boolean strict;

    /** Rule files of Falco Talon to check, too. */
    @Parameter(property = "kguard.reactions")
    @Nullable
    List<File> reactions;

    /** The file for the findings, as SARIF 2.1.0. Default: kguard/lint.sarif in the build folder of a pom. */
    @Parameter(property = "kguard.sarif")
    @Nullable
    File sarif;

    /** true checks nothing. */
    @Parameter(property = "kguard.skip", defaultValue = "false")
    boolean skip;
}
