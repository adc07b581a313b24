// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Settings;
import io.kguard.internal.sensor.KernelSupport;
import io.kguard.internal.tool.doctor.Confinement;
import io.kguard.internal.tool.doctor.DoctorText;
import io.kguard.internal.tool.doctor.KeptClasses;
import io.kguard.internal.tool.doctor.KilledRuns;
import io.kguard.internal.tool.doctor.VirtualMachines;

/** The goal {@code doctor}. */
final class DoctorGoal {
    private DoctorGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) {
        return () -> {
            KernelSupport support =
                    VirtualMachines.with(KeptClasses.with(Confinement.with(KilledRuns.with(KernelSupport.probe()))));
            place.say(DoctorText.of(support));
            place.say(Wording.option("falco") + " can be " + FalcoVersion.known() + ".");
            return support.lacksSomething()
                    ? Ending.failed("this machine lacks what live rule tests need; see above")
                    : Ending.PASSED;
        };
    }
}
