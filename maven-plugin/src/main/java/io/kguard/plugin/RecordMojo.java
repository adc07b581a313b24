// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario and keeps its capture. If the scenario has a cluster, keeps its audit log next to it. Works without
 * a pom.
 */
@Mojo(name = "record", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class RecordMojo extends GoalMojo {
    /** The scenario's id. */
    @Parameter(property = "kguard.scenario", required = true)
    @Nullable
    String scenario;

    /** The file for the capture. An old one is replaced. */
    @Parameter(property = "kguard.capture", required = true)
    @Nullable
    File capture;

    /** The number of events of a piece, into which the capture is cut. Default: it is not cut. */
    @Parameter(property = "kguard.pieceEvents")
    @Nullable
    Integer pieceEvents;

    /** Scenario files and directories. Scenarios of jars are added. Default: src/kguard/scenarios, if it exists. */
    @Parameter(property = "kguard.scenarios")
    @Nullable
    List<File> scenarios;

    /** The Falco whose behaviour kguard follows: 0.40 to 0.45, or current; 0.40 and 0.41 record enter events too. */
    @Parameter(property = "kguard.falco", defaultValue = "current")
    String falco = "current";
}
