// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.event.FalcoVersion;
import io.kguard.output.TalonRoute;
import io.kguard.verdict.ScenarioPlayer;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/** Opens simulators for those who know only the judge's types. */
@API(status = API.Status.INTERNAL)
public final class SimulatorProvider implements ScenarioPlayer.Provider {
    @Override
    public ScenarioPlayer open(FalcoVersion version, List<Path> allowed, TalonRoute route) {
        return Simulator.open(SimulatorOptions.configured()
                .withFalco(version)
                .allowing(allowed)
                .withRoute(route));
    }
}
