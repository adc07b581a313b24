// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.doctor;

import io.kguard.internal.message.Wording;
import io.kguard.internal.ruletest.RuleTestFolder;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.internal.sensor.KernelSupport;
import io.kguard.internal.sensor.KernelSupport.CouldNotTell;
import io.kguard.internal.sensor.KernelSupport.Requirement;
import io.kguard.internal.sensor.KernelSupport.Supported;
import io.kguard.internal.sensor.KernelSupport.Unsupported;
import io.kguard.internal.sensor.TemporaryFolder;
import io.kguard.internal.tool.vm.Guest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Checks whether killed runs left something on this machine. */
public final class KilledRuns {
    private static final String NAME = "leftovers of killed runs";
    private static final String FIX =
            Wording.command("verify") + " removes what killed runs left, before it starts a container";

    private KilledRuns() {}

    /** Adds what killed runs left to the requirements of the sensor and the sandbox. */
    public static KernelSupport with(KernelSupport support, SandboxOptions options) {
        return support.with(requirement(options, Path.of(System.getProperty("java.io.tmpdir"))));
    }

    static Requirement requirement(SandboxOptions options, Path temporary) {
        try {
            List<Path> left = new ArrayList<>(Sandboxes.leftovers(options));
            left.addAll(RuleTestFolder.leftovers(temporary));
            left.addAll(TemporaryFolder.leftovers(temporary, TemporaryFolder.OF_SENSOR));
            left.addAll(TemporaryFolder.leftovers(temporary, Guest.FOLDER));
            return new Requirement(
                    NAME,
                    true,
                    left.isEmpty()
                            ? new Supported("none")
                            : new Unsupported(
                                    String.valueOf(left.size()),
                                    left.stream().map(Path::toString).collect(Collectors.joining("\n")),
                                    FIX));
        } catch (IOException | UncheckedIOException e) {
            return new Requirement(
                    NAME, true, new CouldNotTell("they can't be looked for: " + e.getMessage(), "none", "run as root"));
        }
    }
}
