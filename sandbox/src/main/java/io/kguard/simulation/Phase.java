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
 * A phase of a simulation, as an event for JDK Flight Recorder. It shows what a run spends its time on. It is made known to the recorder
 * only where there is one: to make one ready for nobody takes as long as the start of a container.
 */
@Name(Phase.NAME)
@Label("Simulation phase")
@Category("kguard")
@StackTrace(false)
@Registered(false)
final class Phase extends Event {
    static final String NAME = "io.kguard.Phase";

    private static volatile boolean known;

    @Label("Scenario")
    final String scenario;

    @Label("Phase")
    @Description(
            "pods: until all run; acts: steps and effects; verdict: until all is known; removal: of what was started")
    final String phase;

    Phase(String scenario, String phase) {
        this.scenario = scenario;
        this.phase = phase;
    }

    /** What a recorder can be given: it may have begun after the phases before this one. */
    private static void makeKnown() {
        if (!known && FlightRecorder.isInitialized()) {
            FlightRecorder.register(Phase.class);
            known = true;
        }
    }

    /** Starts a phase, which {@link #commit} ends. */
    static Phase begin(String scenario, String phase) {
        makeKnown();
        Phase begun = new Phase(scenario, phase);
        begun.begin();
        return begun;
    }
}
