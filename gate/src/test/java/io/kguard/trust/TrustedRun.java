// SPDX-License-Identifier: Apache-2.0
package io.kguard.trust;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.verify.PlayOptions;
import io.kguard.internal.verify.RuleOptions;
import io.kguard.internal.verify.ScenarioOptions;
import io.kguard.internal.verify.Suite;
import io.kguard.internal.verify.SuitePlan;
import io.kguard.internal.verify.VerifyOptions;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.CheckResult;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** One scenario as {@code kguard:verify} plays it, with its result and its output. */
final class TrustedRun {
    private TrustedRun() {}

    /** Whether all checks passed, and the complete output. */
    record Outcome(boolean green, String words) {}

    static Outcome of(Path rules, Path scenario, SimulatorOptions simulator) throws IOException {
        VerifyOptions options = new VerifyOptions(
                new RuleOptions(List.of(rules), FalcoVersion.CURRENT, null, false),
                new ScenarioOptions(List.of(scenario), new URLClassLoader(new URL[0], null)),
                new PlayOptions(simulator, 1));
        SuiteResult result;
        try {
            result = new Suite(options, SuitePlan.of(options)).run(check -> {});
        } catch (RuntimeException e) {
            return new Outcome(false, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        String words = result.checks().stream()
                .map(CheckResult::verdict)
                .map(verdict -> verdict + "")
                .collect(Collectors.joining("\n"));
        return new Outcome(result.isGreen(), result.problem() + "\n" + words);
    }
}
