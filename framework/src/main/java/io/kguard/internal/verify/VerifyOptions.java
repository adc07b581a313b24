// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.output.FalcoConfig;
import io.kguard.simulation.MetadataArrival;
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
 * @param falco the version of Falco to imitate
 * @param matching how many rules an event can match; null for the configuration's setting, or else the first
 * @param enableAll whether to evaluate rules that their files or the configuration disable
 * @param config a user's {@code falco.yaml}, which sets the rules to evaluate and the output of alerts; null for none
 * @param parallel how many simulations run in parallel
 * @param simulator options of simulations
 * @param evasion whether to play the variants of attacks, too
 * @param noise whether to play everyday workloads and count alerts
 * @param maxNoise the most alerts of a rule per thousand events of everyday workloads; null for any number
 * @param thresholds how much the checks must cover
 * @param metadata when the metadata of containers arrives in a further run; null for no such run
 */
public record VerifyOptions(
        List<Path> rules,
        List<Path> scenarios,
        ClassLoader catalogue,
        FalcoVersion falco,
        @Nullable Matching matching,
        boolean enableAll,
        @Nullable FalcoConfig config,
        int parallel,
        SimulatorOptions simulator,
        boolean evasion,
        boolean noise,
        @Nullable Double maxNoise,
        Thresholds thresholds,
        @Nullable MetadataArrival metadata) {
    public VerifyOptions {
        if (maxNoise != null && !(maxNoise >= 0)) {
            throw new IllegalArgumentException("kguard.maxNoise must be a number from 0, not " + maxNoise);
        }
        rules = List.copyOf(rules);
        scenarios = List.copyOf(scenarios);
        if (parallel < 1) {
            throw new IllegalArgumentException("at least one simulation must run at a time, not " + parallel);
        }
    }

    /** Options without a configuration. */
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
                falco,
                matching,
                enableAll,
                null,
                parallel,
                simulator,
                false,
                false,
                null,
                Thresholds.NONE,
                null);
    }

    /** These options with other rule files. */
    VerifyOptions withRules(List<Path> files) {
        return new VerifyOptions(
                files,
                scenarios,
                catalogue,
                falco,
                matching,
                enableAll,
                config,
                parallel,
                simulator,
                evasion,
                noise,
                maxNoise,
                thresholds,
                metadata);
    }

    /** The default number of parallel simulations. They wait more than they compute. */
    public static int defaultParallel() {
        return Math.max(2, 2 * Runtime.getRuntime().availableProcessors());
    }
}
