// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes a regression test of an incident: of an alert of Falco, a capture, or a Kubernetes audit log. The new scenario passes as
 * it stands. Works without a pom.
 */
@Mojo(name = "new-test", requiresProject = false, threadSafe = true)
public final class NewTestMojo extends GoalMojo {
    /** A file with one line of Falco's output (json_output: true). kguard writes the events that the alert describes. */
    @Parameter(property = "kguard.alert")
    @Nullable
    File alert;

    /** A capture. The scenario gets the part that the alert needs. */
    @Parameter(property = "kguard.capture")
    @Nullable
    File capture;

    /** A Kubernetes audit log. The scenario gets the event of the alert. */
    @Parameter(property = "kguard.audit")
    @Nullable
    File audit;

    /** The rule whose first alert in the capture or the audit log becomes the test. Default: the first alert of any rule. */
    @Parameter(property = "kguard.rule")
    @Nullable
    String rule;

    /** The id of the new scenario. Default: the name of the rule, in lower case with dashes. */
    @Parameter(property = "kguard.name")
    @Nullable
    String name;

    /** The folder for the new scenario. */
    @Parameter(property = "kguard.into", defaultValue = "src/kguard/scenarios")
    @Nullable
    File into;

    /** A falco.yaml, or values of Falco's Helm chart. It decides which rules are evaluated. */
    @Parameter(property = "kguard.config")
    @Nullable
    File config;

    /**
     * Rule files and directories, in the order in which they are loaded. Default: the rules_files of the falco.yaml, or
     * src/kguard/rules.
     */
    @Parameter(property = "kguard.rules")
    @Nullable
    List<File> rules;

    /** "all" also evaluates rules that their files or the falco.yaml disable. */
    @Parameter(property = "kguard.enable")
    @Nullable
    String enable;

    /** The Falco whose behaviour kguard follows: 0.40 to 0.45, or current for the newest. */
    @Parameter(property = "kguard.falco", defaultValue = "current")
    String falco = "current";
}
