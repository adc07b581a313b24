// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.RuleSet;
import io.kguard.internal.result.Repeated;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sensor.SensorException;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.Simulator;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Detections;
import io.kguard.verdict.RecordedScenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs the checks of a plan: one simulation or replay per scenario, several in parallel. */
public final class Suite {
    private final VerifyOptions options;
    private final SuitePlan plan;

    public Suite(VerifyOptions options, SuitePlan plan) {
        this.options = options;
        this.plan = plan;
    }

    /** The rules that judge a scenario, with what is measured of them. */
    private RuleSet rules(Scenario scenario) {
        RuleSet rules = plan.measuredRules(scenario);
        for (Analysis analysis : options.analyses()) {
            rules = analysis.rules(plan, scenario, rules);
        }
        return rules;
    }

    /**
     * Runs the checks. Any problem is in the result, as the error of the checks that it affects.
     *
     * @param listener receives each check when it is judged, one at a time
     */
    public SuiteResult run(Consumer<CheckResult> listener) {
        long start = System.nanoTime();
        announce(plan.refused(), listener);
        if (plan.checks().isEmpty()) {
            return new SuiteResult(plan.refused().stream().map(this::marked).toList(), "", Duration.ZERO);
        }
        if (plan.checks().keySet().stream().allMatch(scenario -> scenario.recording() != null)) {
            return result(recorded(plan.checks(), listener), "", start);
        }
        Simulator opened;
        try {
            opened = options.openSimulator();
        } catch (SensorException | SandboxException e) {
            return result(withoutLive(String.valueOf(e.getMessage()), listener), "", start);
        }
        List<CheckResult> results = List.of();
        String problem = "";
        try (Simulator simulator = opened) {
            results = simulate(plan.checks(), scenario -> simulator.run(scenario, rules(scenario)), listener);
        } catch (SensorException | SandboxException e) {
            problem = "The suite left something behind on the machine: " + e.getMessage();
        }
        return result(results, problem, start);
    }

    private SuiteResult result(List<CheckResult> judged, String problem, long start) {
        boolean once = options.repeat() == 1;
        List<CheckResult> results = new ArrayList<>(plan.refused());
        results.addAll(once ? judged : Repeated.results(judged));
        results.addAll(notJudged(judged));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new SuiteResult(
                results.stream().map(this::marked).toList(),
                problem,
                took,
                once
                        ? List.of()
                        : Repeated.group(judged.stream().map(this::marked).toList()));
    }

    private CheckResult marked(CheckResult result) {
        return plan.isDerived(result.scenario()) ? result.asDerived() : result;
    }

    /** Errors for the checks of the plan that have no result, whatever the cause. */
    private List<CheckResult> notJudged(List<CheckResult> judged) {
        List<CheckResult> missing = new ArrayList<>();
        plan.checks()
                .forEach((scenario, expectations) -> expectations.stream()
                        .filter(expectation -> judged.stream()
                                .noneMatch(check -> check.scenario().equals(scenario.id())
                                        && check.expectation().equals(expectation)))
                        .map(expectation -> CheckResult.withoutSimulation(
                                scenario.id(),
                                RecordedScenario.originOf(scenario),
                                expectation,
                                "the check of the rule \"" + expectation.rule() + "\" in the scenario " + scenario.id()
                                        + " was planned, but has no result"))
                        .forEach(missing::add));
        return missing;
    }

    /** The checks of recordings, which need nothing of the machine. */
    private List<CheckResult> recorded(Map<Scenario, List<Expectation>> some, Consumer<CheckResult> listener) {
        return simulate(some, scenario -> RecordedScenario.run(scenario, rules(scenario)), listener);
    }

    /** All checks where nothing can be played: those of recordings are made, and the others stand as not run. */
    private List<CheckResult> withoutLive(String lacking, Consumer<CheckResult> listener) {
        Map<Scenario, List<Expectation>> recorded = new LinkedHashMap<>();
        List<CheckResult> notRun = new ArrayList<>();
        plan.checks().forEach((scenario, expectations) -> {
            if (scenario.recording() != null) {
                recorded.put(scenario, expectations);
            } else {
                expectations.forEach(expectation -> notRun.add(
                        CheckResult.notRun(scenario.id(), RecordedScenario.originOf(scenario), expectation, lacking)));
            }
        });
        announce(notRun, listener);
        List<CheckResult> results = new ArrayList<>(recorded(recorded, listener));
        results.addAll(notRun);
        return results;
    }

    private List<CheckResult> simulate(
            Map<Scenario, List<Expectation>> some,
            Function<Scenario, Detections> player,
            Consumer<CheckResult> listener) {
        ExecutorService workers = Executors.newFixedThreadPool(options.parallel(), task -> {
            Thread thread = new Thread(task, "kguard-simulation");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Map<Scenario, Future<List<CheckResult>>> running = new LinkedHashMap<>();
            some.forEach((scenario, expectations) ->
                    running.put(scenario, workers.submit(() -> judge(player, scenario, expectations, listener))));
            List<CheckResult> results = new ArrayList<>();
            running.forEach((scenario, future) -> results.addAll(await(scenario, future, listener)));
            return results;
        } finally {
            workers.shutdownNow();
        }
    }

    /** The results of all runs of a scenario. The listener receives one result for each check. */
    private List<CheckResult> judge(
            Function<Scenario, Detections> player,
            Scenario scenario,
            List<Expectation> expectations,
            Consumer<CheckResult> listener) {
        List<CheckResult> runs = new ArrayList<>();
        for (int i = 0; i < options.repeat(); i++) {
            runs.addAll(CheckResult.of(player.apply(scenario).sentBy(options.config()), expectations));
        }
        announce(options.repeat() == 1 ? runs : Repeated.results(runs), listener);
        return runs;
    }

    private List<CheckResult> await(
            Scenario scenario, Future<List<CheckResult>> future, Consumer<CheckResult> listener) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            return errors(scenario, "the simulation ended early: " + e.getCause(), listener);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return errors(scenario, "the run was interrupted", listener);
        }
    }

    private List<CheckResult> errors(Scenario scenario, String reason, Consumer<CheckResult> listener) {
        List<CheckResult> results = plan.checks().getOrDefault(scenario, List.of()).stream()
                .map(expectation -> CheckResult.withoutSimulation(
                        scenario.id(), RecordedScenario.originOf(scenario), expectation, reason))
                .toList();
        announce(results, listener);
        return results;
    }

    private static void announce(List<CheckResult> results, Consumer<CheckResult> listener) {
        synchronized (listener) {
            results.forEach(listener);
        }
    }
}
