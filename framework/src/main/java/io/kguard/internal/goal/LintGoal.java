// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.FalcoVersion;
import io.kguard.lint.Lint;
import io.kguard.lint.LintReport;
import io.kguard.rule.RuleLoader;
import io.kguard.sensor.Sensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The goal {@code lint}. */
final class LintGoal {
    private LintGoal() {}

    static Act.Task prepare(Settings settings, Workplace place) {
        GoalInputs inputs = new GoalInputs(settings, place);
        List<Path> files = inputs.rules();
        FalcoVersion version = inputs.falco();
        boolean strict = settings.isOn("strict");
        Optional<Path> sarif = settings.file("sarif").or(() -> place.furtherReport("lint.sarif"));
        return () -> {
            LintReport report = Lint.check(RuleLoader.of(version).load(files), Sensor.recordableTypes(version));
            if (sarif.isPresent()) {
                write(sarif.get(), report);
            }
            place.say("Falco " + version);
            place.say(report.render());
            if (report.isFailed(strict)) {
                return Ending.failed(
                        report.diagnostics().isEmpty() ? "no rule was checked" : "lint found " + report.found());
            }
            return Ending.PASSED;
        };
    }

    private static void write(Path file, LintReport report) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, report.toSarif(), UTF_8);
    }
}
