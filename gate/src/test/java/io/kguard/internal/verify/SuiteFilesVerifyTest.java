// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.result.SuiteResult;
import io.kguard.requirement.RequiresRoot;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The suite files of Falco's event-generator against Falco's public rules, as a user runs them. */
@Tag("runc")
@RequiresRoot
@RequiresShared
class SuiteFilesVerifyTest {
    private static final Path RULES = Shared.path("conformance/falco-rules/current");
    private static final Path REPORTS = Path.of("target/suite-files");

    /** Many tests sleep. */
    private static final int PARALLEL = 4 * Runtime.getRuntime().availableProcessors();

    @Test
    void everyTestPassesAndHasItsTime() throws IOException {
        VerifyOptions options = new VerifyOptions(
                new RuleOptions(
                        List.of(
                                RULES.resolve("falco_rules.yaml"),
                                RULES.resolve("falco-incubating_rules.yaml"),
                                RULES.resolve("falco-sandbox_rules.yaml")),
                        FalcoVersion.CURRENT,
                        Matching.ALL,
                        true),
                new ScenarioOptions(
                        List.of(Shared.path("conformance/evtgen-suite")), new URLClassLoader(new URL[0], null)),
                new PlayOptions(SimulatorOptions.configured(), PARALLEL));

        SuiteResult result = new Verification(options, null, REPORTS, line -> {}).run();

        String failures = result.checks().stream()
                .filter(check -> !(check.verdict() instanceof Verdict.Passed))
                .map(check -> check.scenario() + ": " + check.verdict().word() + ": "
                        + check.verdict().reason())
                .collect(Collectors.joining("\n"));
        assertThat(result.isGreen()).as(failures).isTrue();
        String json = Files.readString(REPORTS.resolve("results.json"));
        long skipped = json.lines()
                .dropWhile(line -> !line.contains("\"skipped\""))
                .filter(line -> line.contains("(runIf)"))
                .count();
        assertThat(result.passed() + skipped).isEqualTo(210);
        assertThat(result.checks()).extracting(CheckResult::millis).allMatch(millis -> millis > 0);
    }
}
