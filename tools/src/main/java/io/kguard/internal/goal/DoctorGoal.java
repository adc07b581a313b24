// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import io.kguard.internal.sensor.KernelSupport;
import io.kguard.internal.tool.doctor.Confinement;
import io.kguard.internal.tool.doctor.DoctorText;
import io.kguard.internal.tool.doctor.KeptClasses;
import io.kguard.internal.tool.doctor.KilledRuns;
import io.kguard.internal.tool.doctor.LoadedSensor;
import io.kguard.internal.tool.doctor.PlayedScenario;
import io.kguard.lint.Lint;
import io.kguard.rule.RuleLoader;
import io.kguard.simulation.SimulatorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The goal {@code doctor}. */
final class DoctorGoal {
    static final Goals.Registered GOAL = Goals.Registered.of(
            "doctor",
            "Says what this machine can run, and how to fix the rest. Needs no privileges.",
            Goal.Group.EVERY_DAY,
            true,
            "",
            List.of(),
            DoctorGoal::prepare);

    private DoctorGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) {
        return () -> {
            SimulatorOptions options = new GoalInputs(settings, place).simulator();
            KernelSupport support = KilledRuns.with(KernelSupport.probe(), options.sandbox());
            support = KeptClasses.with(Confinement.with(support, options.sandbox()));
            support = VirtualMachines.with(PlayedScenario.with(LoadedSensor.with(support), options));
            place.say(DoctorText.of(support));
            place.say(Wording.option("falco") + " can be " + FalcoVersion.known() + ".");
            place.say(Lint.seenReleases());
            unseenRules(place);
            return support.lacksSomething()
                    ? Ending.failed("this machine lacks what live rule tests need; see above")
                    : Ending.PASSED;
        };
    }

    /** Says of the project's own copies of Falco's rules what kguard was not tested with. */
    private static void unseenRules(Workplace place) {
        Path rules = place.file("src/kguard/rules");
        if (Files.isDirectory(rules)) {
            Lint.check(RuleLoader.of(FalcoVersion.CURRENT).load(rules), List.of())
                    .notes()
                    .forEach(note -> place.say(note.render().stripTrailing()));
        }
    }
}
