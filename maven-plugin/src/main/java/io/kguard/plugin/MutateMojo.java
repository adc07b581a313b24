// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Makes small changes to the conditions of the rules, and lists those that no check would notice. Each scenario is played
 * once. Rule tests do not count.
 */
@Mojo(name = "mutate", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class MutateMojo extends SuiteMojo {
    /** The least share of changes that a check notices, in percent. */
    @Parameter(property = "kguard.mutationThreshold", defaultValue = "0")
    double mutationThreshold;

    /** The most changes that no check notices. Default: any number. */
    @Parameter(property = "kguard.maxSurviving")
    @Nullable
    Integer maxSurviving;
}
