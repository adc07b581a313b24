// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.internal.evasion.EvasionRun;
import io.kguard.internal.report.Table;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.EventCounts;
import io.kguard.simulation.MetadataArrival;
import io.kguard.simulation.MetadataRace;
import io.kguard.simulation.Simulator;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Detections;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.SideBySide;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the rules do on what is not in the scenarios. It changes no verdict of a check. Each rule is judged apart from the
 * others: all that match an event are evaluated.
 *
 * @param evasion the variants of attacks; null if none were asked for
 * @param metadata the scenarios without metadata in time; null if that was not asked for
 * @param noise everyday workloads; null if they were not asked for
 * @param observed attacks that don't prove their effect; null if there are none
 * @param cost what rules cost; null if that was not asked for
 * @param beside what a Falco says of the same events; null if that was not asked for
 */
record Robustness(
        @Nullable EvasionReport evasion,
        @Nullable MetadataReport metadata,
        @Nullable NoiseReport noise,
        @Nullable ObservedReport observed,
        @Nullable CostReport cost,
        @Nullable BesideReport beside) {
    /** Nothing was asked for. */
    static final Robustness NOT_ASKED = new Robustness(null, null, null, null, null, null);

    private static final String EVASION_FILE = "evasion.json";
    private static final String METADATA_FILE = "metadata.json";
    private static final String NOISE_FILE = "noise.json";
    private static final String OBSERVED_FILE = "observed.json";

    /** The files that {@link #texts} names. */
    static final List<String> FILES =
            List.of(EVASION_FILE, METADATA_FILE, NOISE_FILE, OBSERVED_FILE, CostReport.FILE, BesideReport.FILE);

    /** Whether options or scenarios ask for any of it. */
    static boolean isAsked(VerifyOptions options, SuitePlan plan) {
        return options.extras().evasion()
                || options.extras().metadata() != null
                || options.extras().noise()
                || options.extras().cost()
                || options.extras().beside() != null
                || !plan.unproven().isEmpty();
    }

    /**
     * Plays what the options ask for.
     *
     * @param result the result of the suite: an attack that a rule misses as it is has no variants for that rule
     * @throws io.kguard.sensor.SensorException if this machine can't run the sensor
     * @throws io.kguard.sandbox.SandboxException if this machine can't run containers
     */
    static Robustness play(VerifyOptions options, SuitePlan plan, SuiteResult result) throws InterruptedException {
        RuleSet rules = plan.rules().withMatching(Matching.ALL);
        if (isCostOfRecordings(options, plan)) {
            return new Robustness(null, null, null, null, costOfRecordings(options, plan, rules), null);
        }
        try (Simulator simulator = options.openSimulator()) {
            EvasionReport evasion = null;
            if (options.extras().evasion()) {
                EvasionRun run = new EvasionRun(simulator, rules, options.parallel());
                evasion = new EvasionReport(run.run(plan.detected(result.checks())));
            }
            MetadataArrival arrival = options.extras().metadata();
            MetadataReport metadata = arrival == null
                    ? null
                    : new MetadataReport(arrival, races(options.parallel(), simulator, plan, rules, arrival));
            NoiseReport noise = options.extras().noise()
                    ? NoiseReport.of(
                            detections(options, plan.workloads(), play -> simulator.measure(play, rules)), rules)
                    : null;
            ObservedReport observed = plan.unproven().isEmpty()
                    ? null
                    : new ObservedReport(
                            detections(options, plan.unproven(), play -> simulator.run(play, rules)).stream()
                                    .map(Observed::of)
                                    .toList());
            CostReport cost = options.extras().cost() ? cost(options, plan, simulator, rules) : null;
            Beside asked = options.extras().beside();
            BesideReport beside = asked == null ? null : new BesideRun(asked, options, simulator, rules).of(plan);
            return new Robustness(evasion, metadata, noise, observed, cost, beside);
        }
    }

    /** Whether only the cost of rules on recorded events is asked for, which needs neither sensor nor containers. */
    private static boolean isCostOfRecordings(VerifyOptions options, SuitePlan plan) {
        Extras extras = options.extras();
        boolean more = extras.evasion() || extras.metadata() != null || extras.noise() || extras.beside() != null;
        return !more
                && plan.unproven().isEmpty()
                && plan.workloads().isEmpty()
                && plan.checks().keySet().stream().allMatch(scenario -> scenario.recording() != null);
    }

    private static CostReport costOfRecordings(VerifyOptions options, SuitePlan plan, RuleSet rules)
            throws InterruptedException {
        RuleSet timed = CostReport.timed(rules);
        List<Detections> scenarios =
                detections(options, List.copyOf(plan.checks().keySet()), play -> RecordedScenario.run(play, timed));
        return CostReport.of(rules, scenarios, List.of(), List.of());
    }

    private static CostReport cost(VerifyOptions options, SuitePlan plan, Simulator simulator, RuleSet rules)
            throws InterruptedException {
        RuleSet timed = CostReport.timed(rules);
        Map<Scenario, EventCounts> counts = new LinkedHashMap<>();
        plan.workloads().forEach(workload -> counts.put(workload, new EventCounts()));
        List<Detections> scenarios =
                detections(options, List.copyOf(plan.checks().keySet()), play -> simulator.run(play, timed));
        List<Detections> workloads = detections(
                options,
                plan.workloads(),
                play -> simulator.measure(play, timed, counts.getOrDefault(play, new EventCounts())));
        return CostReport.of(rules, scenarios, workloads, counts.values());
    }

    private static List<Detections> detections(
            VerifyOptions options, List<Scenario> scenarios, Function<Scenario, Detections> play)
            throws InterruptedException {
        return SideBySide.play(options.parallel(), scenarios, play, (scenario, reason) -> {
            throw new IllegalStateException("the scenario " + scenario + " failed: " + reason);
        });
    }

    private static List<MetadataRace> races(
            int parallel, Simulator simulator, SuitePlan plan, RuleSet rules, MetadataArrival arrival)
            throws InterruptedException {
        List<Scenario> played = plan.checks().keySet().stream()
                .filter(scenario ->
                        scenario.recording() == null && !scenario.pods().isEmpty())
                .toList();
        return SideBySide.play(
                parallel, played, scenario -> simulator.race(scenario, rules, arrival), MetadataRace::inDoubt);
    }

    /** What was observed in attacks that don't prove their effect. */
    List<Observed> observations() {
        return observed == null ? List.of() : observed.observed();
    }

    /** What several parts of a run observed. */
    static Robustness ofObservations(List<Observed> observations) {
        return observations.isEmpty()
                ? NOT_ASKED
                : new Robustness(null, null, null, new ObservedReport(observations), null, null);
    }

    /** The checks of the budget for noise. */
    List<CheckResult> checks(VerifyOptions options) {
        Double budget = options.extras().maxNoise();
        return noise == null || budget == null ? List.of() : noise.checks(budget);
    }

    /** Why noise can't be measured, or what a Falco says otherwise; empty if all is well. */
    String problem(VerifyOptions options) {
        boolean budgeted = options.extras().maxNoise() != null;
        return Stream.of(noise == null ? "" : noise.problem(budgeted), beside == null ? "" : beside.problem())
                .filter(problem -> !problem.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** The lines for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (evasion != null) {
            lines.addAll(evasion.lines());
            lines.add("");
        }
        if (metadata != null) {
            lines.addAll(metadata.lines());
            lines.add("");
        }
        if (noise != null) {
            lines.addAll(noise.lines());
            lines.add("");
        }
        if (observed != null) {
            lines.addAll(observed.lines());
            lines.add("");
        }
        if (cost != null) {
            lines.addAll(cost.lines());
            lines.add("");
        }
        if (beside != null) {
            lines.addAll(beside.lines());
            lines.add("");
        }
        return lines;
    }

    /** The tables of the report for people. */
    List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        if (evasion != null) {
            tables.add(evasion.table());
        }
        if (metadata != null) {
            tables.add(metadata.table());
        }
        if (noise != null) {
            tables.add(noise.table());
        }
        if (observed != null) {
            tables.add(observed.table());
        }
        if (cost != null) {
            tables.addAll(cost.tables());
        }
        if (beside != null) {
            tables.add(beside.table());
        }
        return tables;
    }

    /** The texts of the JSON files, by their names. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        if (evasion != null) {
            texts.put(EVASION_FILE, evasion.json());
        }
        if (metadata != null) {
            texts.put(METADATA_FILE, metadata.json());
        }
        if (noise != null) {
            texts.put(NOISE_FILE, noise.json());
        }
        if (observed != null) {
            texts.put(OBSERVED_FILE, observed.json());
        }
        if (cost != null) {
            texts.put(CostReport.FILE, cost.json());
        }
        if (beside != null) {
            texts.put(BesideReport.FILE, beside.json());
        }
        return texts;
    }
}
