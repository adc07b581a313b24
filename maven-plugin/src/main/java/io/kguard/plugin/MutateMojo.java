// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.verify.Mutation;
import io.kguard.output.FalcoConfigException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Makes small changes to the conditions of the rules, and lists those that no check would notice. Each scenario is played
 * once. Rule tests do not count.
 */
@Mojo(name = "mutate", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class MutateMojo extends SuiteMojo {
    /** The least share of changes that a check notices, in percent. */
    @Parameter(property = "kguard.mutationThreshold", defaultValue = "0")
    private double mutationThreshold;

    /** The most changes that no check notices. Default: any number. */
    @Parameter(property = "kguard.maxSurviving")
    private int maxSurviving = Integer.MAX_VALUE;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (isSkipped()) {
            return;
        }
        Mutation.End end;
        try {
            end = new Mutation(options(null, null), mutationThreshold, maxSurviving, reports(), System.out::println)
                    .run();
        } catch (NoSuchFileException e) {
            throw new MojoExecutionException(e.getMessage() + " does not exist", e);
        } catch (IllegalArgumentException | FalcoConfigException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
        if (end == Mutation.End.IMPOSSIBLE) {
            throw new MojoExecutionException("kguard could not tell which changes the checks notice");
        }
        if (end == Mutation.End.FAILED) {
            throw new MojoFailureException("kguard found changes of the rules that no check notices");
        }
    }
}
