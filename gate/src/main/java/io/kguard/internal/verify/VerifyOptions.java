// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.output.FalcoConfig;
import io.kguard.output.TalonRoute;
import io.kguard.rule.LoadResult;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.SimulatorOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a suite.
 *
 * @param rules rule files and directories, in the order in which they are loaded
 * @param scenarios scenario files and directories; those on the class path are added
 * @param catalogue the class loader whose jars hold further scenarios
 * @param choice which of the checks are made
 * @param allowUnloaded what of the rule files may stay unloaded
 * @param falco the version of Falco to imitate
 * @param matching how many rules an event can match; null for the configuration's setting, or else the first
 * @param enableAll whether to evaluate rules that their files or the configuration disable
 * @param config a user's {@code falco.yaml}, which sets the rules to evaluate and the output of alerts; null for none
 * @param parallel how many simulations run in parallel
 * @param simulator options of simulations
 * @param thresholds how much the checks must cover
 * @param extras what is played besides the checks
 * @param baseline the checks that may fail for some time
 * @param sharding which part of the checks is made
 * @param files the files that the configuration and the reactions are from
 */
public record VerifyOptions(
        List<Path> rules,
        List<Path> scenarios,
        ClassLoader catalogue,
        Choice choice,
        AllowedUnloaded allowUnloaded,
        FalcoVersion falco,
        @Nullable Matching matching,
        boolean enableAll,
        @Nullable FalcoConfig config,
        int parallel,
        SimulatorOptions simulator,
        Thresholds thresholds,
        Extras extras,
        Baseline baseline,
        Sharding sharding,
        InputFiles files) {
    public VerifyOptions {
        rules = List.copyOf(rules);
        scenarios = List.copyOf(scenarios);
        if (parallel < 1) {
            throw new IllegalArgumentException("at least one simulation must run at a time, not " + parallel);
        }
        if (sharding.isPart() && !extras.canBeParted()) {
            throw new IllegalArgumentException(
                    "kguard.shard does not go together with kguard.evasion, kguard.noise,"
                            + " kguard.maxNoise, kguard.metadata, kguard.cost, kguard.mutation and kguard.beside: each needs a whole run");
        }
    }

    /** Options without a configuration, for all checks and nothing else. */
    public VerifyOptions(
            List<Path> rules,
            List<Path> scenarios,
            ClassLoader catalogue,
            FalcoVersion falco,
            @Nullable Matching matching,
            boolean enableAll,
            int parallel,
            SimulatorOptions simulator) {
        this(
                rules,
                scenarios,
                catalogue,
                Choice.ALL,
                AllowedUnloaded.NONE,
                falco,
                matching,
                enableAll,
                null,
                parallel,
                simulator,
                Thresholds.NONE,
                Extras.NONE,
                Baseline.NONE,
                Sharding.NONE,
                InputFiles.NONE);
    }

    /**
     * All scenarios, for loaded rules.
     *
     * @throws io.kguard.scenario.ScenarioException if a file can't be used
     */
    ScenarioCatalogue scenariosFor(LoadResult loaded) {
        return ScenarioCatalogue.load(
                        catalogue, scenarios, simulator.sandbox().setup().folders())
                .forRules(loaded);
    }

    /**
     * Opens what plays the scenarios.
     *
     * @throws io.kguard.sensor.SensorException if this machine can't run the sensor
     * @throws io.kguard.sandbox.SandboxException if this machine can't run containers
     */
    Simulator openSimulator() {
        return Simulator.open(simulator.withFalco(falco).withRoute(TalonRoute.of(config)));
    }

    /** These options with a configuration. */
    public VerifyOptions with(@Nullable FalcoConfig other) {
        return changed(rules, choice, other, thresholds, extras, baseline, sharding);
    }

    /** These options for other checks. */
    public VerifyOptions with(Choice other) {
        return changed(rules, other, config, thresholds, extras, baseline, sharding);
    }

    /** These options with other thresholds. */
    public VerifyOptions with(Thresholds other) {
        return changed(rules, choice, config, other, extras, baseline, sharding);
    }

    /** These options with something else besides the checks. */
    public VerifyOptions with(Extras other) {
        return changed(rules, choice, config, thresholds, other, baseline, sharding);
    }

    /** These options with known failures. */
    public VerifyOptions with(Baseline other) {
        return changed(rules, choice, config, thresholds, extras, other, sharding);
    }

    /** These options for a part of the checks. */
    public VerifyOptions with(Sharding other) {
        return changed(rules, choice, config, thresholds, extras, baseline, other);
    }

    /** These options with other ones of simulations. */
    public VerifyOptions with(SimulatorOptions other) {
        return new VerifyOptions(
                rules,
                scenarios,
                catalogue,
                choice,
                allowUnloaded,
                falco,
                matching,
                enableAll,
                config,
                parallel,
                other,
                thresholds,
                extras,
                baseline,
                sharding,
                files);
    }

    /** These options, with the files that they are from. */
    public VerifyOptions from(InputFiles other) {
        return new VerifyOptions(
                rules,
                scenarios,
                catalogue,
                choice,
                allowUnloaded,
                falco,
                matching,
                enableAll,
                config,
                parallel,
                simulator,
                thresholds,
                extras,
                baseline,
                sharding,
                other);
    }

    /** These options with other scenario files. */
    VerifyOptions withScenarios(List<Path> paths) {
        return new VerifyOptions(
                rules,
                paths,
                catalogue,
                choice,
                allowUnloaded,
                falco,
                matching,
                enableAll,
                config,
                parallel,
                simulator,
                thresholds,
                extras,
                baseline,
                sharding,
                files);
    }

    /** These options with other rules that may stay unloaded. */
    public VerifyOptions with(AllowedUnloaded other) {
        return new VerifyOptions(
                rules,
                scenarios,
                catalogue,
                choice,
                other,
                falco,
                matching,
                enableAll,
                config,
                parallel,
                simulator,
                thresholds,
                extras,
                baseline,
                sharding,
                files);
    }

    /** These options with other rule files. */
    VerifyOptions withRules(List<Path> files) {
        return changed(files, choice, config, thresholds, extras, baseline, sharding);
    }

    private VerifyOptions changed(
            List<Path> newRules,
            Choice newChoice,
            @Nullable FalcoConfig newConfig,
            Thresholds newThresholds,
            Extras newExtras,
            Baseline newBaseline,
            Sharding newSharding) {
        return new VerifyOptions(
                newRules,
                scenarios,
                catalogue,
                newChoice,
                allowUnloaded,
                falco,
                matching,
                enableAll,
                newConfig,
                parallel,
                simulator,
                newThresholds,
                newExtras,
                newBaseline,
                newSharding,
                files);
    }

    /** The default number of parallel simulations. They wait more than they compute. */
    public static int defaultParallel() {
        return Math.max(2, 2 * Runtime.getRuntime().availableProcessors());
    }
}
