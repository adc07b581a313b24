// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.verify.Tuning;
import io.kguard.internal.verify.TuningTarget;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.output.FalcoConfigException;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
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
    private @Nullable List<File> recordings;

    /** Whether to write the exceptions to a file. */
    @Parameter(property = "kguard.fix", defaultValue = "false")
    private boolean fix;

    /** The rule file that the exceptions are appended to. Default: zz-kguard-exceptions.yaml in the last folder of the rules. */
    @Parameter(property = "kguard.into")
    private @Nullable File into;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (isSkipped()) {
            return;
        }
        Tuning.End end;
        try {
            VerifyOptions options = options(null, null);
            Path target = into == null ? TuningTarget.defaultFile(options.rules()) : into.toPath();
            end = new Tuning(
                            options,
                            recordings == null ? List.of() : Inputs.paths(recordings),
                            new TuningTarget(target, fix),
                            reports(),
                            System.out::println)
                    .run();
        } catch (NoSuchFileException e) {
            throw new MojoExecutionException(e.getMessage() + " does not exist", e);
        } catch (IllegalArgumentException | FalcoConfigException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
        if (end == Tuning.End.IMPOSSIBLE) {
            throw new MojoExecutionException("kguard could not tune the rules");
        }
        if (end == Tuning.End.FAILED) {
            throw new MojoFailureException("kguard wrote no exceptions, because they would not do what they should");
        }
    }
}
