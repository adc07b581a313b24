// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.verify.CaptureRun;
import io.kguard.output.FalcoConfig;
import java.io.IOException;
import java.nio.file.Path;

/** The goal {@code replay}. */
final class ReplayGoal {
    private ReplayGoal() {}

    static Act.Task prepare(Settings settings, Workplace place) throws IOException {
        GoalInputs inputs = new GoalInputs(settings, place);
        FalcoVersion version = inputs.falco();
        FalcoConfig config = inputs.config();
        Path hosts = settings.file("hosts").orElse(null);
        CaptureRun run = new CaptureRun(
                inputs.rules(config),
                version,
                inputs.matching(),
                inputs.enableAll(),
                hosts == null ? HostNames.NONE : HostNames.read(hosts),
                config);
        if (settings.isGiven("capture") == settings.isGiven("audit")) {
            throw new IllegalArgumentException(
                    "replay needs either a capture or an audit log: -Dkguard.capture=attack.scap or"
                            + " -Dkguard.audit=audit.log");
        }
        Path lines = settings.file("alerts").orElse(null);
        Path capture = settings.file("capture").orElse(null);
        Path audit = settings.file("audit").orElse(Path.of(""));
        return () -> {
            CaptureRun.Summary summary = capture != null
                    ? run.replay(capture, lines, place.out(), place::warn)
                    : run.replayAudit(audit, lines, place.out(), place::warn);
            place.sayBeside(summary.text() + ", as Falco " + version + " has them");
            return summary.losses().isEmpty()
                    ? Ending.PASSED
                    : Ending.notJudged("kguard could not deliver every alert: " + summary.losses());
        };
    }
}
