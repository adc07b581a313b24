// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.doctor;

import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.internal.sensor.EventSelection;
import io.kguard.internal.sensor.KernelSupport;
import io.kguard.internal.sensor.KernelSupport.Answer;
import io.kguard.internal.sensor.KernelSupport.CouldNotTell;
import io.kguard.internal.sensor.KernelSupport.Requirement;
import io.kguard.internal.sensor.KernelSupport.Supported;
import io.kguard.internal.sensor.KernelSupport.Unsupported;
import io.kguard.internal.sensor.Sensor;
import io.kguard.internal.sensor.SensorException;
import io.kguard.internal.sensor.SensorOptions;
import java.util.Locale;

/** Checks whether the kernel takes all of the sensor's programs, and whether they record what a program does. */
public final class LoadedSensor {
    static final String NAME = "the sensor";
    private static final String CONSEQUENCE = "live simulations can't run; captures can still be replayed";

    private static final double NANOS = 1e9;

    private LoadedSensor() {}

    /** Adds the check that the sensor starts. As root it loads the programs and removes them. */
    public static KernelSupport with(KernelSupport support) {
        return support.with(new Requirement(NAME, false, answer(SensorOptions.defaults())));
    }

    /** How long something took, as the end of a line. */
    static String seconds(long start) {
        return String.format(Locale.ROOT, " (%.1f s)", (System.nanoTime() - start) / NANOS);
    }

    static Answer answer(SensorOptions options) {
        try {
            Sandboxes.requireMachine();
        } catch (SandboxException e) {
            return new CouldNotTell("only root can load its programs", CONSEQUENCE, "run as root (sudo)");
        }
        long start = System.nanoTime();
        try (Sensor sensor = Sensor.open(options)) {
            sensor.prove(EventSelection.all());
            return new Supported("all its programs load and record" + seconds(start));
        } catch (SensorException e) {
            return new Unsupported(
                    String.valueOf(e.getMessage()),
                    CONSEQUENCE,
                    "if the line on the kernel has no answer, boot another one; docs/kernels.md lists those that are tried");
        }
    }
}
