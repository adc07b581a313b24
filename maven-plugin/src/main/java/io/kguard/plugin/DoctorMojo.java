package io.kguard.plugin;

import io.kguard.sensor.KernelSupport;
import io.kguard.verify.DoctorText;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;

/** Says what this machine can run, and what to do about the rest. Works without a pom, and without privileges. */
@Mojo(name = "doctor", requiresProject = false, threadSafe = true)
public final class DoctorMojo extends AbstractMojo {
    @Override
    public void execute() throws MojoFailureException {
        KernelSupport support = KernelSupport.probe();
        System.out.println(DoctorText.of(support));
        if (support.lacksSomething()) {
            throw new MojoFailureException("this machine lacks what live rule tests need; see above");
        }
    }
}
