// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal that plays scenarios against rules. */
abstract class SuiteMojo extends GoalMojo {
    /** Rule files and directories, in the order in which they are loaded. Default: the rules_files of the falco.yaml, or src/kguard/rules. */
    @Parameter(property = "kguard.rules")
    @Nullable
    List<File> rules;

    /** Scenario files and directories. Scenarios of jars are added. Default: src/kguard/scenarios, if it exists. */
    @Parameter(property = "kguard.scenarios")
    @Nullable
    List<File> scenarios;

    /** off leaves out the scenarios of the catalogue's jars. */
    @Parameter(property = "kguard.catalogue", defaultValue = "on")
    String catalogue = "on";

    /** The Falco whose behaviour kguard follows: 0.40 to 0.45, or current for the newest. */
    @Parameter(property = "kguard.falco", defaultValue = "current")
    String falco = "current";

    /** A falco.yaml, or values of Falco's Helm chart. It decides which rules are evaluated and what alerts say. Nothing is sent to its channels. */
    @Parameter(property = "kguard.config")
    @Nullable
    File config;

    /** first: an event sets off only the first rule that matches. all: every rule that matches. Default: rule_matching of the falco.yaml, or first. */
    @Parameter(property = "kguard.matching")
    @Nullable
    String matching;

    /** "all" also evaluates rules that their files or the falco.yaml disable. */
    @Parameter(property = "kguard.enable")
    @Nullable
    String enable;

    /** The names of rules, and of files in folders of rules, that may stay unloaded. They count as untested rules. Default: everything must load. */
    @Parameter(property = "kguard.allowUnloaded")
    @Nullable
    String allowUnloaded;

    /** How many simulations run at the same time. Default: twice the number of processors, at least 2. */
    @Parameter(property = "kguard.parallel")
    @Nullable
    Integer parallel;

    /** The folder for the reports. Default: kguard in the build folder, which is target without a pom. */
    @Parameter(property = "kguard.reports")
    @Nullable
    File reports;

    /** true does nothing. */
    @Parameter(property = "kguard.skip", defaultValue = "false")
    boolean skip;
}
