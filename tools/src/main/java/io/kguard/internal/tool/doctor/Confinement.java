// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.doctor;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.message.Wording;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.internal.sensor.KernelSupport;
import io.kguard.internal.sensor.KernelSupport.Answer;
import io.kguard.internal.sensor.KernelSupport.CouldNotTell;
import io.kguard.internal.sensor.KernelSupport.Requirement;
import io.kguard.internal.sensor.KernelSupport.Supported;
import io.kguard.internal.sensor.KernelSupport.Unsupported;
import java.io.IOException;
import java.nio.file.Path;

/** Checks whether this machine can be protected from the pods of a scenario. */
public final class Confinement {
    private static final String NAME = "jail for pods";
    private static final String CONSEQUENCE =
            "without it no pod starts on runc, because a scenario could reach this machine";
    private static final String FIX = "use Linux 6.1 or newer that lets root make user namespaces"
            + " (user.max_user_namespaces above 0, outside a chroot), or a throw-away machine with "
            + Wording.given("privileged") + "=host";

    private Confinement() {}

    /** Adds the check that a jail starts. As root it starts and ends one. */
    public static KernelSupport with(KernelSupport support, SandboxOptions options) {
        // other file systems can't tell what holds for pods
        return support.with(requirement(options, options.stateDirectory()));
    }

    static Requirement requirement(SandboxOptions options, Path folder) {
        return new Requirement(NAME, false, answer(options, folder));
    }

    private static Answer answer(SandboxOptions options, Path folder) {
        try {
            Sandboxes.tryJail(options, folder);
            return new Supported("starts");
        } catch (SandboxException e) {
            return e.reason() == SandboxException.Reason.INTERNAL
                    ? new Unsupported(String.valueOf(e.getMessage()), CONSEQUENCE, FIX)
                    : new CouldNotTell(String.valueOf(e.getMessage()), CONSEQUENCE, FIX);
        } catch (IOException e) {
            return new Unsupported("its files can't be set up: " + FileFault.of(e), CONSEQUENCE, FIX);
        }
    }
}
