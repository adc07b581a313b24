// SPDX-License-Identifier: Apache-2.0
package io.kguard.verdict;

import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.output.TalonRoute;
import io.kguard.scenario.Scenario;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/** Plays scenarios on this machine. Whoever judges knows this type alone, so replays need nothing that plays. */
@API(status = API.Status.INTERNAL)
public interface ScenarioPlayer extends AutoCloseable {
    /**
     * Plays a scenario once, or reads its recording. Any problem becomes a doubt of the result.
     *
     * @throws IllegalArgumentException if the rules are for another version of Falco than this was opened for
     */
    Detections run(Scenario scenario, RuleSet rules);

    /** Ends what plays, and removes its pods. Idempotent. */
    @Override
    void close();

    /** What {@link java.util.ServiceLoader} finds. */
    @API(status = API.Status.INTERNAL)
    interface Provider {
        /**
         * Opens what plays, with the system properties of this run.
         *
         * @param version the Falco to imitate
         * @param allowed more folders from which images, captures and audit logs may be used
         * @param route how alerts get to what reacts
         * @throws RuntimeException if this machine can't play scenarios; its message says why
         */
        ScenarioPlayer open(FalcoVersion version, List<Path> allowed, TalonRoute route);
    }
}
