// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.internal.verify.Watch;
import io.kguard.output.FalcoConfigException;
import io.kguard.rule.RuleLoadException;
import io.kguard.sandbox.SandboxException;
import io.kguard.scenario.ScenarioException;
import io.kguard.sensor.SensorException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Plays every scenario once, and keeps its events. When a rule file is saved, judges at once what the change affects. When a
 * scenario is saved, plays it. Enter plays all again. Ends by Ctrl+C.
 */
@Mojo(name = "watch", requiresProject = false, requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class WatchMojo extends SuiteMojo {
    /** Scenarios, rules, tags and techniques with commas between them; * stands for any text. Default: all. */
    @Parameter(property = "kguard.only")
    private @Nullable String only;

    @Override
    public void execute() throws MojoExecutionException {
        if (isSkipped()) {
            return;
        }
        try (Watch watch = Watch.open(options(only, null), Terminal.console(session(), true, false))) {
            watch.playAll();
            System.out.println(watch.standing());
            listen(watch);
            while (true) {
                watch.next();
                System.out.println(watch.standing());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NoSuchFileException e) {
            throw new MojoExecutionException(e.getMessage() + " does not exist", e);
        } catch (RuleLoadException
                | ScenarioException
                | SensorException
                | SandboxException
                | IllegalArgumentException
                | FalcoConfigException
                | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Each line of input is a request to play all. */
    private void listen(Watch watch) {
        Thread listener = new Thread(
                () -> {
                    try {
                        for (int c = System.in.read(); c >= 0; c = System.in.read()) {
                            if (c == '\n') {
                                watch.request();
                            }
                        }
                    } catch (IOException e) {
                        getLog().warn("Enter plays nothing: the input can't be read: " + e.getMessage());
                    }
                },
                "kguard-input");
        listener.setDaemon(true);
        listener.start();
    }
}
