// SPDX-License-Identifier: Apache-2.0
package io.kguard.plugin;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.verify.Confinement;
import io.kguard.internal.verify.DoctorText;
import io.kguard.internal.verify.KilledRuns;
import io.kguard.sensor.KernelSupport;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Says what this machine can run, and how to fix the rest. Works without a pom and without privileges. */
@Mojo(name = "doctor", requiresProject = false, threadSafe = true)
public final class DoctorMojo extends AbstractMojo {
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private @Nullable MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        GivenProperties.check(Required.of(session), Required.of(project));
        KernelSupport support = Confinement.with(KilledRuns.with(KernelSupport.probe()));
        System.out.println(DoctorText.of(support));
        System.out.println("kguard.falco can be " + FalcoVersion.known() + ".");
        if (support.lacksSomething()) {
            throw new MojoFailureException("this machine lacks what live rule tests need; see above");
        }
    }
}
