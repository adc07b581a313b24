package io.kguard.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresRoot;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.CheckResult;
import io.kguard.simulation.EventOrigin;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.simulation.Verdict;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shipped attacks and their twins, played for real against the sample rules. */
@RequiresRoot
class SampleSuiteTest {
    private static final Path RULES = Path.of("../sample-rules/src/kguard/rules");
    private static final Path SCENARIOS =
            Path.of("../attack-scenarios/src/main/resources", ScenarioCatalogue.RESOURCES);

    @Test
    void everyAttackFiresAndEveryTwinStaysSilent() {
        VerifyOptions options = options(RULES, SimulatorOptions.configured());
        SuitePlan plan = SuitePlan.of(options);
        ConsoleReport report = new ConsoleReport(plan);
        List<String> lines = new ArrayList<>();

        SuiteResult result = new Suite(options, plan).run(check -> lines.add(report.line(check)));

        lines.addAll(report.summary(result));
        assertThat(result.isGreen()).as(String.join("\n", lines)).isTrue();
        assertThat(plan.notLoaded()).isEmpty();
        assertThat(result.checks())
                .hasSizeGreaterThanOrEqualTo(14)
                .allSatisfy(check -> assertThat(check.verdict()).isEqualTo(new Verdict.Passed()))
                .allSatisfy(check -> assertThat(check.eventsSeen()).isPositive())
                .extracting(CheckResult::origin)
                .containsOnly(EventOrigin.LIVE);
    }

    static VerifyOptions options(Path rules, SimulatorOptions simulator) {
        return new VerifyOptions(
                List.of(rules),
                List.of(SCENARIOS),
                new URLClassLoader(new URL[0], null),
                FalcoVersion.CURRENT,
                Matching.FIRST,
                false,
                VerifyOptions.defaultParallel(),
                simulator);
    }
}
