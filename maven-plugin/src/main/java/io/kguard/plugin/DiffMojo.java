// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.verify.Difference;
import io.kguard.output.FalcoConfigException;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
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
    private @Nullable String against;

    /** The scenarios to play: names of scenarios, techniques, rules and tags of rules. Default: all. */
    @Parameter(property = "kguard.only")
    private @Nullable String only;

    /** Captures (.scap), audit logs (.log, .json, .jsonl) and event scripts (.yaml) to evaluate both on, besides the scenarios. */
    @Parameter(property = "kguard.recordings")
    private @Nullable List<File> recordings;

    @Override
    public void execute() throws MojoExecutionException {
        if (isSkipped()) {
            return;
        }
        boolean all;
        try {
            List<Path> further = recordings == null ? List.of() : Inputs.paths(recordings);
            all = new Difference(options(only, null), Required.of(against), further, reports(), System.out::println)
                    .run();
            if (all) {
                System.out.println("For a pull request: " + reports().resolve("diff.md"));
            }
        } catch (NoSuchFileException e) {
            throw new MojoExecutionException(e.getMessage() + " does not exist", e);
        } catch (IllegalArgumentException | FalcoConfigException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
        if (!all) {
            throw new MojoExecutionException("kguard could not compare everything");
        }
    }
}
