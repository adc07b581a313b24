// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.output.FalcoConfig;
import io.kguard.simulation.SimulatorOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a suite consists of.
 *
 * @param rules rule files and directories, in the order in which they are loaded
 * @param scenarios scenario files and directories, besides those on the class path
 * @param catalogue whose jars hold further scenarios
 * @param falco which Falco is imitated
 * @param matching how many rules an event sets off; null for what the configuration says, else the first
 * @param enableAll whether rules are evaluated that their files or the configuration disable
 * @param config a user's {@code falco.yaml}, which decides on the rules that are evaluated and on what alerts say; null for
 *     none
 * @param parallel how many simulations run side by side
 * @param simulator what simulations run with
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
        SimulatorOptions simulator) {
    /** Copies the lists. */
    public VerifyOptions {
        rules = List.copyOf(rules);
        scenarios = List.copyOf(scenarios);
        if (parallel < 1) {
            throw new IllegalArgumentException("at least one simulation must run at a time, not " + parallel);
        }
    }

    /** The same without a configuration. */
    public VerifyOptions(
            List<Path> rules,
            List<Path> scenarios,
            ClassLoader catalogue,
            FalcoVersion falco,
            @Nullable Matching matching,
            boolean enableAll,
            int parallel,
            SimulatorOptions simulator) {
        this(rules, scenarios, catalogue, falco, matching, enableAll, null, parallel, simulator);
    }

    /** How many simulations run side by side unless said otherwise: they wait more than they compute. */
    public static int defaultParallel() {
        return Math.max(2, 2 * Runtime.getRuntime().availableProcessors());
    }
}
