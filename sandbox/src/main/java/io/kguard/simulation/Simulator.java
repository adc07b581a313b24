// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.field.HostNames;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.internal.sandbox.HostAccess;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.internal.sensor.EventSelection;
import io.kguard.internal.sensor.Sensor;
import io.kguard.reaction.Reaction;
import io.kguard.scenario.Scenario;
import io.kguard.simulation.MetadataRace.MetadataArrival;
import io.kguard.verdict.Detections;
import io.kguard.verdict.ExpectedFields;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.ScenarioPlayer;
import io.kguard.verdict.TwoVerdicts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Runs simulations with one sensor and one sandbox. Simulations run in parallel and never see each other's events.
 *
 * <p>Thread-safe.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class Simulator implements ScenarioPlayer {
    private final Sensor sensor;
    private final Sandbox sandbox;
    private final FalcoVersion falco;
    private final List<Reaction> reactions;
    private final SimulatorOptions options;
    private final StageRemover remover = new StageRemover();

    private Simulator(Sensor sensor, Sandbox sandbox, SimulatorOptions options) {
        this.falco = options.sensor().falco();
        this.sensor = sensor;
        this.sandbox = sandbox;
        this.reactions = options.reactions();
        this.options = options;
    }

    /**
     * Opens the sensor and the sandbox as the system properties {@code kguard.*} say, and removes what killed JVMs left behind.
     *
     * @param falco the Falco of the rules
     * @param allowed folders from which images, captures and audit logs may be used, besides those of scenarios
     * @throws io.kguard.diagnostic.KguardException if this machine can't run the sensor or containers
     */
    public static Simulator open(FalcoVersion falco, List<Path> allowed) {
        return open(SimulatorOptions.configured().withFalco(falco).allowing(allowed));
    }

    /**
     * Opens the sensor and the sandbox, and removes what killed JVMs left behind.
     *
     * @throws io.kguard.internal.sensor.SensorException if this machine can't run the sensor
     * @throws io.kguard.internal.sandbox.SandboxException if this machine can't run containers
     */
    @API(status = API.Status.INTERNAL)
    public static Simulator open(SimulatorOptions options) {
        Sandbox sandbox = Sandboxes.open(options.sandbox());
        try {
            return new Simulator(Sensor.open(options.sensor()), sandbox, options);
        } catch (RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    /**
     * Runs a scenario once, or reads its recording. Any problem becomes a doubt of the result. The pods of the run are
     * removed in the background, by {@link #close} at the latest.
     *
     * @param scenario the scenario
     * @param rules the rules to evaluate, for the version of Falco that the sensor was opened for
     * @throws IllegalArgumentException if the rules are for another version of Falco, or one of them needs events that
     *     no sensor records
     */
    @Override
    public Detections run(Scenario scenario, RuleSet rules) {
        if (scenario.recording() != null) {
            return RecordedScenario.run(scenario, rules);
        }
        return run(scenario, rules, EventTap.NONE, needs(scenario, rules), sandbox);
    }

    /** The events that rules need, also for the fields that a scenario expects of their alerts. */
    static EventSelection needs(Scenario scenario, RuleSet rules) {
        RuleSet reporting;
        try {
            reporting = ExpectedFields.added(rules, scenario);
        } catch (IllegalArgumentException e) {
            reporting = rules; // whoever judges says that there is no such field
        }
        return EventSelection.of(reporting.eventCodes(), reporting.dataCodes());
    }

    /**
     * Runs a scenario that is played, and judges its events a second time with the metadata of containers late or missing.
     */
    @API(status = API.Status.INTERNAL)
    public MetadataRace race(Scenario scenario, RuleSet rules, MetadataArrival arrival) {
        LateMetadata late = new LateMetadata(rules, hostNames(scenario), arrival);
        Detections onTime = run(scenario, rules, late, needs(scenario, rules));
        return MetadataRace.of(scenario, onTime, late.firedRules());
    }

    /** Runs a scenario that is played, while another sensor watches. */
    @API(status = API.Status.INTERNAL)
    public Detections watched(Scenario scenario, RuleSet rules, Bystander bystander) {
        EventTap end = new EventTap() {
            @Override
            public void over() {
                bystander.over();
            }
        };
        EventSelection needed = needs(scenario, rules);
        return run(scenario, rules, end, needed, new WatchedSandbox(sandbox, bystander));
    }

    /** Whether pods have the ids of users that the machine has, and not those of a jail. */
    @API(status = API.Status.INTERNAL)
    public boolean hasRealIds() {
        return sandbox.runtime() == ContainerRuntime.DOCKER || sandbox.setup().hostAccess() != HostAccess.DECOY;
    }

    /**
     * Runs a scenario once, or reads its recording, and judges its events with two sets of rules.
     *
     * @param kept receives what was played, to judge further rules on it
     * @throws IllegalArgumentException as of {@link #run(Scenario, RuleSet)}
     */
    @API(status = API.Status.INTERNAL)
    public TwoVerdicts compare(Scenario scenario, RuleSet before, RuleSet after, Consumer<Tape> kept) {
        if (scenario.recording() != null) {
            return RecordedScenario.compare(scenario, before, after);
        }
        UnrecordedEvents.check(before, falco);
        Tape tape = tape(scenario, after, needs(scenario, before).and(needs(scenario, after)));
        Detections judged = tape.judge(before);
        kept.accept(tape);
        return TwoVerdicts.of(scenario, judged.alerts(), judged.doubts(), tape.played());
    }

    /**
     * Runs a scenario that is played, and records all events of its processes, whatever the rules need. So the number of
     * events does not depend on the rules.
     */
    public Detections measure(Scenario scenario, RuleSet rules) {
        return measure(scenario, rules, new EventCounts());
    }

    /** The same, where the events are counted. */
    @API(status = API.Status.INTERNAL)
    public Detections measure(Scenario scenario, RuleSet rules, EventCounts counts) {
        return run(scenario, rules, counts, needs(scenario, rules).withAllEvents());
    }

    /** Runs a scenario that is played, and keeps all events of its processes, to judge other rules on them. */
    @API(status = API.Status.INTERNAL)
    public Tape tape(Scenario scenario, RuleSet rules) {
        return tape(scenario, rules, needs(scenario, rules).withAllEvents());
    }

    /** The same, where only the events are kept that these rules need. */
    @API(status = API.Status.INTERNAL)
    public Tape tapeFor(Scenario scenario, RuleSet rules) {
        return tape(scenario, rules, needs(scenario, rules));
    }

    private Tape tape(Scenario scenario, RuleSet rules, EventSelection selection) {
        TapeRecorder recorder = new TapeRecorder();
        Detections played = run(scenario, rules, recorder, selection);
        return new Tape(scenario, hostNames(scenario), selection, played, recorder.items());
    }

    /**
     * Runs a scenario that is played, and keeps all events of its processes in a capture. Audit events are left out: a
     * Falco without a plugin for them does not read a capture that has some.
     *
     * @param capture the file, replaced if it exists
     * @throws IOException if it can't be written
     */
    public Detections record(Scenario scenario, RuleSet rules, Path capture) throws IOException {
        try (CaptureTap tap = CaptureTap.ofSystemCalls()) {
            Detections detections = record(scenario, rules, tap);
            tap.writeTo(capture);
            return detections;
        }
    }

    /**
     * Runs a scenario, records all events of its processes and others that the rules need, and passes everything to a
     * tap.
     */
    Detections record(Scenario scenario, RuleSet rules, EventTap tap) {
        return run(scenario, rules, tap, EventSelection.all().and(needs(scenario, rules)));
    }

    Detections run(Scenario scenario, RuleSet rules, EventTap tap, EventSelection selection) {
        return run(scenario, rules, tap, selection, sandbox);
    }

    private Detections run(Scenario scenario, RuleSet rules, EventTap tap, EventSelection selection, Sandbox where) {
        if (rules.options().version() != falco) {
            throw new IllegalArgumentException("the rules are for Falco "
                    + rules.options().version() + ", and the sensor records what Falco " + falco + " sees");
        }
        UnrecordedEvents.check(rules, falco);
        RuleSet reporting;
        try {
            reporting = ExpectedFields.added(rules, scenario);
        } catch (IllegalArgumentException e) {
            return Detections.impossible(scenario.id(), scenario.origin() + ": " + e.getMessage());
        }
        Simulation first = simulation(scenario, reporting, tap, selection, where);
        Detections played = first.run();
        if (!played.isTrusted() && played.lacking().isEmpty() && played.eventsSeen() == 0) {
            // what was there when the run began may be gone, so that nothing of the scenario was played
            played = played.lacking(Sandboxes.missing(options.sandbox()));
        }
        if (!first.lacksMemoryAlone() || !tap.startOver()) {
            return played;
        }
        Simulation second = simulation(scenario, reporting, tap, selection, where);
        second.note("it was played twice, because the first play is incomplete. " + String.join("\n", played.doubts()));
        return second.run();
    }

    private Simulation simulation(
            Scenario scenario, RuleSet rules, EventTap tap, EventSelection selection, Sandbox where) {
        EventPipeline pipeline = new EventPipeline(rules, hostNames(scenario), tap);
        Scenario reacting = reactions.isEmpty() ? scenario : scenario.withReactions(reactions);
        return new Simulation(sensor, where, reacting, options, pipeline, selection, remover);
    }

    /** What a node's resolver would answer: in a simulation only peers have names. */
    private HostNames hostNames(Scenario scenario) {
        Map<String, List<String>> names = new HashMap<>();
        Stream.concat(sandbox.setup().peers().stream(), scenario.peers().stream())
                .forEach(peer -> names.computeIfAbsent(peer.address(), address -> new ArrayList<>())
                        .addAll(peer.names()));
        return HostNames.of(names);
    }

    /**
     * Ends all simulations and removes their pods. Idempotent.
     *
     * @throws io.kguard.internal.sandbox.SandboxException if something could not be removed
     */
    @Override
    public void close() {
        try (sensor;
                sandbox;
                remover) {
            // closed in reverse order, even if one fails
        }
    }
}
