// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Says what a newer version of Falco, or of its rules, changes for your rules. Shows as a patch what has one right answer.
 * Works without a pom.
 */
@Mojo(name = "upgrade", requiresProject = false, threadSafe = true)
public final class UpgradeMojo extends GoalMojo {
    /** The Falco that you run: 0.40 to 0.45, or current for the newest. */
    @Parameter(property = "kguard.from", required = true)
    @Nullable
    String from;

    /** The Falco that you upgrade to: 0.40 to 0.45, or current for the newest. */
    @Parameter(property = "kguard.to", defaultValue = "current")
    String to = "current";

    /** Your rule files and directories, in the order in which they are loaded. Default: src/kguard/rules. */
    @Parameter(property = "kguard.rules")
    @Nullable
    List<File> rules;

    /** Falco's own rule files as you have them, loaded before yours. */
    @Parameter(property = "kguard.stockFrom")
    @Nullable
    List<File> stockFrom;

    /** Falco's own rule files as you will have them, loaded before yours. Default: those of stockFrom. */
    @Parameter(property = "kguard.stockTo")
    @Nullable
    List<File> stockTo;

    /**
     * Captures (.scap), audit logs (.log, .json, .jsonl) and event scripts (.yaml) to compare the alerts on. Default: those in
     * src/kguard/scenarios.
     */
    @Parameter(property = "kguard.recordings")
    @Nullable
    List<File> recordings;

    /** first: an event sets off only the first rule that matches. all: every rule that matches. */
    @Parameter(property = "kguard.matching", defaultValue = "first")
    String matching = "first";

    /** "all" also evaluates rules that their files disable. */
    @Parameter(property = "kguard.enable")
    @Nullable
    String enable;

    /** Whether to apply the patch. */
    @Parameter(property = "kguard.fix", defaultValue = "false")
    boolean fix;
}
