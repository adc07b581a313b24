// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates rules over a capture or an audit log. Writes the alerts as Falco's JSON lines, or in the form and to the channels of a
 * {@code falco.yaml}. Works without a pom.
 */
@Mojo(name = "replay", requiresProject = false, threadSafe = true)
public final class ReplayMojo extends GoalMojo {
    /** Many captures: files, folders, globs, and lists (@list.txt), with commas between them. They are read on all processors. */
    @Parameter(property = "kguard.captures")
    @Nullable
    String captures;

    /** The number of events of a piece, into which each of many captures is cut before it is read. Default: they are not cut. */
    @Parameter(property = "kguard.pieceEvents")
    @Nullable
    Integer pieceEvents;

    /** The folder for the pieces, which stay there. */
    @Parameter(property = "kguard.pieces")
    @Nullable
    File pieces;

    /** The part of many captures to read: k/n for the k-th of n parts. kguard:merge adds them up. Default: all captures. */
    @Parameter(property = "kguard.shard")
    @Nullable
    String shard;

    /** How many captures are read at the same time. Default: the number of processors. */
    @Parameter(property = "kguard.parallel")
    @Nullable
    Integer parallel;

    /** The folder for the file of a part. Default: kguard in the build folder, which is target without a pom. */
    @Parameter(property = "kguard.reports")
    @Nullable
    File reports;

    /** The capture. Give this, an audit log, or many captures. */
    @Parameter(property = "kguard.capture")
    @Nullable
    File capture;

    /** A Kubernetes audit log, one event per line. Rules of source k8s_audit are evaluated over it. */
    @Parameter(property = "kguard.audit")
    @Nullable
    File audit;

    /** A falco.yaml, or values of Falco's Helm chart. It decides which rules are evaluated, how alerts become lines, and where they go. */
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

    /** The file for the alerts. Default: standard output, or the channels of the falco.yaml. */
    @Parameter(property = "kguard.alerts")
    @Nullable
    File alerts;

    /** first: an event sets off only the first rule that matches. all: every rule that matches. Default: rule_matching of the falco.yaml, or first. */
    @Parameter(property = "kguard.matching")
    @Nullable
    String matching;

    /** "all" also evaluates rules that their files or the falco.yaml disable. */
    @Parameter(property = "kguard.enable")
    @Nullable
    String enable;

    /** The Falco whose behaviour kguard follows: 0.40 to 0.45, or current for the newest. */
    @Parameter(property = "kguard.falco", defaultValue = "current")
    String falco = "current";

    /** A file like /etc/hosts, for fields that are resolved names. */
    @Parameter(property = "kguard.hosts")
    @Nullable
    File hosts;

    /**
     * falco also lets a Falco of this machine judge the capture. An alert that only one of the two has, or with other fields, is an
     * error.
     */
    @Parameter(property = "kguard.beside")
    @Nullable
    String beside;

    /** The program of that Falco. Default: falco in the search path. */
    @Parameter(property = "kguard.falcoBinary")
    @Nullable
    File falcoBinary;

    /** An image with that Falco, which runs on Docker, such as falcosecurity/falco:0.40.0. */
    @Parameter(property = "kguard.falcoImage")
    @Nullable
    String falcoImage;

    /** The file of known deviations: in what that Falco may differ until a day. */
    @Parameter(property = "kguard.besideDeviations")
    @Nullable
    File besideDeviations;
}
