// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.internal.console.Console;
import io.kguard.internal.console.Progress;
import io.kguard.internal.result.SuiteResult;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.Simulator;
import io.kguard.verdict.Detections;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.SideBySide;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run whose checks are made, as an analysis sees it. Rules are judged apart from each other: all that match an event fire. What
 * plays scenarios is opened once, when the first analysis needs it.
 */
public final class AnalysedRun implements AutoCloseable {
    private final VerifyOptions options;
    private final SuitePlan plan;
    private final Console console;
    private final SuiteResult result;
    private final Map<String, List<String>> ruleTests;
    private final RuleSet rules;
    private @Nullable Simulator opened;

    /**
     * A run.
     *
     * @param ruleTests the names of the rule tests of each rule
     * @param console receives how far it is
     */
    AnalysedRun(
            VerifyOptions options,
            SuitePlan plan,
            SuiteResult result,
            Map<String, List<String>> ruleTests,
            Console console) {
        this.options = options;
        this.plan = plan;
        this.console = console;
        this.result = result;
        this.ruleTests = ruleTests;
        this.rules = plan.rules().withMatching(Matching.ALL);
    }

    /** Its options. */
    public VerifyOptions options() {
        return options;
    }

    /** What is checked in it. */
    public SuitePlan plan() {
        return plan;
    }

    /** The results of the checks of scenarios. */
    public SuiteResult result() {
        return result;
    }

    /** The names of the rule tests of each rule. */
    public Map<String, List<String>> ruleTests() {
        return ruleTests;
    }

    /** The rules. */
    public RuleSet rules() {
        return rules;
    }

    /**
     * What plays scenarios.
     *
     * @throws io.kguard.internal.sensor.SensorException if this machine can't run the sensor
     * @throws io.kguard.internal.sandbox.SandboxException if this machine can't run containers
     */
    public synchronized Simulator simulator() {
        if (opened == null) {
            opened = options.openSimulator();
        }
        return opened;
    }

    /** Plays a scenario, or reads its recording. */
    public Detections run(Scenario scenario, RuleSet with) {
        return scenario.recording() == null ? simulator().run(scenario, with) : RecordedScenario.run(scenario, with);
    }

    /** What is detected in scenarios, several of which are played at the same time. */
    public List<Detections> detections(List<Scenario> scenarios, Function<Scenario, Detections> play)
            throws InterruptedException {
        if (scenarios.stream().anyMatch(scenario -> scenario.recording() == null)) {
            simulator(); // if it can't be opened, that is no fault of a scenario
        }
        Progress progress = Progress.ofScenarios(console, scenarios.size(), System::nanoTime);
        return SideBySide.play(options.parallel(), scenarios, progress.following(play), (scenario, reason) -> {
            throw new IllegalStateException("the scenario " + scenario + " failed: " + reason);
        });
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
