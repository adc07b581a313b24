// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Registered;
import jdk.jfr.StackTrace;

/**
 * A phase of a simulation, as an event for JDK Flight Recorder. It shows what a run spends its time on. The recorder knows it if it runs
 * before the first simulation: to make it ready for nobody takes as long as the start of a container.
 */
@Name(Phase.NAME)
@Label("Simulation phase")
@Category("kguard")
@StackTrace(false)
@Registered(false)
final class Phase extends Event {
    static final String NAME = "io.kguard.Phase";

    @Label("Scenario")
    final String scenario;

    @Label("Phase")
    @Description(
            "pods: until all run; acts: steps and effects; verdict: until all is known; removal: of what was started")
    final String phase;

    static {
        if (FlightRecorder.isInitialized()) {
            FlightRecorder.register(Phase.class);
        }
    }

    Phase(String scenario, String phase) {
        this.scenario = scenario;
        this.phase = phase;
    }

    /** Starts a phase, which {@link #commit} ends. */
    static Phase begin(String scenario, String phase) {
        Phase begun = new Phase(scenario, phase);
        begun.begin();
        return begun;
    }
}
