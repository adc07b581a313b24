// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.EventCause;
import io.kguard.event.EventTime;
import io.kguard.event.StateEntry.UserEntry;
import io.kguard.internal.cluster.AuditLog;
import io.kguard.internal.cluster.ClusterException;
import io.kguard.internal.cluster.ClusterOptions;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.PodSetup.Budget;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sensor.EventSelection;
import io.kguard.internal.sensor.Observation;
import io.kguard.internal.sensor.Sensor;
import io.kguard.internal.sensor.SensorException;
import io.kguard.internal.sensor.SensorStats;
import io.kguard.internal.sensor.SensorStats.BlindSpot;
import io.kguard.internal.sensor.SensorStats.LossCause;
import io.kguard.output.TalonRoute;
import io.kguard.reaction.ReactionResult;
import io.kguard.reaction.TimedReaction;
import io.kguard.scenario.ClusterSetup;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.Step;
import io.kguard.verdict.ClusterChange;
import io.kguard.verdict.Detections;
import io.kguard.verdict.DetectionsBuilder;
import io.kguard.verdict.EventOrigin;
import io.kguard.workload.UnsimulatedField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One run: starts pods, runs steps, waits for the barrier, and hands the pods over for removal. The machine knows a
 * container, and the sensor watches its shim for state, before its first process exists.
 */
final class Simulation {
    private final Sensor sensor;
    private final Sandbox sandbox;
    private final Scenario scenario;
    private final TalonRoute route;
    private final EventPipeline pipeline;
    private final EventSelection selection;
    private final StageRemover remover;
    private @Nullable Stage stage;
    private @Nullable EndOfAct endOfAct;
    private final AuditLog auditLog;
    private final List<String> doubts = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<String> blindSpots = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> unsimulated = new ArrayList<>();
    private List<ClusterChange> changes = List.of();
    private final Set<String> started = ConcurrentHashMap.newKeySet();
    /** The containers of the scenario's pods, by the pod's uid and the container's name. */
    private final Set<String> own = ConcurrentHashMap.newKeySet();

    private volatile boolean acting;
    private boolean lacksMemoryAlone;
    private String lacking = "";

    /**
     * Creates a run.
     *
     * @param options how alerts get to what reacts, and what the cluster's API server logs
     * @param selection the events to record
     * @param remover removes the pods after the verdict
     */
    Simulation(
            Sensor sensor,
            Sandbox sandbox,
            Scenario scenario,
            SimulatorOptions options,
            EventPipeline pipeline,
            EventSelection selection,
            StageRemover remover) {
        this.sensor = sensor;
        this.sandbox = sandbox;
        this.scenario = scenario;
        this.route = options.route();
        this.pipeline = pipeline;
        this.auditLog = AuditLog.of(options.auditPolicy(), pipeline::audit);
        this.selection = selection;
        this.remover = remover;
    }

    Detections run() {
        long start = System.nanoTime();
        @Nullable SensorStats stats = null;
        Phase verdict = new Phase(scenario.id(), "verdict");
        try (Observation observation = sensor.observe(pipeline, selection)) {
            try {
                sensor.prove(selection);
                try {
                    act(observation);
                } finally {
                    verdict.begin();
                    addIncidents();
                }
                observation.barrier();
                sensor.prove(selection); // no event so far is missing
                pipeline.over();
                addUnseenContainers(observation);
                addLeftovers();
            } catch (ActFailedException e) {
                doubts.add(String.valueOf(e.getMessage()));
            } catch (SandboxException e) {
                String reason = "a container did not start: " + e.getMessage();
                if (e.reason() == SandboxException.Reason.IMAGE) {
                    lacking = reason;
                } else {
                    doubts.add(reason);
                }
            } catch (ClusterException e) {
                doubts.add("the cluster failed: " + e.getMessage());
            } finally {
                pipeline.end();
                stats = observation.stats();
                settle();
            }
        } catch (SensorException e) {
            doubts.add("the sensor failed: " + e.getMessage());
        } finally {
            if (stage != null) {
                remover.remove(scenario.id(), stage);
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Detections detections = detections(stats, took);
        verdict.commit();
        return detections;
    }

    /**
     * Whether only parameters are missing that processes had in memory that was not present. When the same is done again, the memory
     * mostly is: it has been read from its file.
     */
    boolean lacksMemoryAlone() {
        return lacksMemoryAlone;
    }

    /** Adds what a reader should know. */
    void note(String sentence) {
        notes.add(sentence);
    }

    private void act(Observation observation) {
        if (scenario.requirement() != null) {
            throw new ActFailedException("the scenario can't be played here: it requires " + scenario.requirement());
        }
        PodSetup setup = sandbox.setup();
        setup = setup.withFolders(scenario.folders(setup.folders())).withBudget(new Budget());
        for (var peer : scenario.peers()) {
            setup = setup.withPeer(peer);
        }
        ClusterSetup cluster = scenario.cluster();
        if (cluster != null
                && !scenario.reactions().isEmpty()
                && !route.broken().isEmpty()) {
            throw new ActFailedException("no reaction can happen as deployed: " + route.broken());
        }
        Stage where = cluster == null
                ? new SandboxStage(sandbox, setup, watcher(observation))
                : new ClusterStage(
                        sandbox,
                        ClusterOptions.defaults()
                                .withSetup(setup)
                                .withListener(watcher(observation))
                                .withAudit(auditLog)
                                .withMetadata(json -> pipeline.metadata(json, EventTime.now()))
                                .withNodes(cluster.nodes()),
                        cluster,
                        scenario.reactions(),
                        route,
                        scenario.steps().stream().anyMatch(Step.Kubectl.class::isInstance));
        stage = where;
        pipeline.tell(where::react);
        Phase start = Phase.begin(scenario.id(), "pods");
        long begin = System.nanoTime();
        where.start(scenario.pods());
        Duration startTook = Duration.ofNanos(System.nanoTime() - begin);
        start.commit();
        Phase acts = Phase.begin(scenario.id(), "acts");
        EndOfAct end = new EndOfAct(scenario, where, pipeline, startTook);
        endOfAct = end;
        observation.barrier(); // all events of the pods' creation have arrived
        end.awaitStart();
        awaitProbes(where);
        where.pods().values().forEach(pod -> refuse(pod.awaitReady()));
        StepRunner runner = new StepRunner(where, pipeline);
        scenario.preparation().forEach(step -> step.accept(runner));
        where.allPods().forEach(PodSandbox::markProbes);
        observation.barrier(); // all events of the preparation have arrived
        scenario.effects().forEach(effect -> effect.accept(new EffectBefore(where)));
        acting = true;
        Map<String, String> before = scenario.reactions().isEmpty() ? Map.of() : where.overview();
        int number = 0;
        StepsClock clock = new StepsClock();
        for (Step step : scenario.steps()) {
            clock.beforeStep(++number);
            pipeline.beginStep(number, step instanceof Step.Exec exec && exec.isPlay());
            step.accept(runner);
            where.awaitStarts();
            awaitProbes(where);
            observation.barrier(); // all events of the starts of its pods have arrived
            end.awaitStart(); // and so all alerts of the step have been raised
        }
        where.awaitReactions();
        where.awaitStarts(); // what controllers put in the place of pods that are gone
        awaitProbes(where);
        observation.barrier();
        end.awaitStart();
        EffectCheck check = new EffectCheck(where, pipeline);
        scenario.effects().forEach(effect -> effect.accept(check));
        if (!before.isEmpty()) {
            changes = ClusterChange.between(before, where.overview());
        }
        where.allPods().forEach(PodSandbox::endProbes);
        end.stop();
        acts.commit();
    }

    /** Lets each probe run once. A probe that never ran would leave its part of the act out. */
    private static void awaitProbes(Stage where) {
        where.allPods().forEach(pod -> refuse(pod.awaitProbes()));
    }

    private static void refuse(List<String> reasons) {
        if (!reasons.isEmpty()) {
            throw new ActFailedException(String.join("\n", reasons));
        }
    }

    private void addUnseenContainers(Observation observation) {
        for (String container : started) {
            if (!observation.isEntered(container)) {
                doubts.add("container " + container + " was started, but the sensor saw no process enter it");
            }
        }
    }

    private void addIncidents() {
        if (stage != null) {
            for (PodSandbox pod : stage.allPods()) {
                doubts.addAll(PodHealth.doubts(scenario, pod));
                for (UnsimulatedField field : pod.unsimulated()) {
                    String note = "pod " + pod.pod().getMetadata().getName() + ": " + field;
                    notes.add(note);
                    if (field.weighty()) { // with it the act might go another way
                        unsimulated.add(note);
                    }
                }
            }
        }
    }

    private void addLeftovers() {
        if (endOfAct != null) {
            doubts.addAll(endOfAct.doubts());
        }
        if (!scenario.steps().isEmpty()
                && pipeline.eventsOfSteps() == 0
                && auditLog.unlogged().isEmpty()) {
            doubts.add("the steps caused no event that a rule could see");
        }
        addUnlessEmpty(doubts, UncountedSteps.doubt(scenario, pipeline::outcomes));
    }

    /** Waits for what is under way, and adds what went wrong in it. */
    private void settle() {
        Stage where = stage;
        if (where == null) {
            return;
        }
        try {
            where.settle();
        } catch (ClusterException e) {
            doubts.add("the cluster did not end: " + e.getMessage());
        }
        for (TimedReaction timed : where.reactions()) {
            ReactionResult reaction = timed.result();
            if (reaction.isFailed()) {
                doubts.add("a reaction failed: " + reaction);
            } else if (!reaction.isDone()) {
                notes.add("a reaction did nothing: " + reaction);
            }
        }
        notes.addAll(where.notes());
        if (scenario.cluster() == null && !scenario.reactions().isEmpty()) {
            notes.add("the scenario has no cluster, so its alerts trigger no reactions");
        }
    }

    private PodListener watcher(Observation observation) {
        return new PodListener() {
            @Override
            public void users(ContainerMetadata container, List<UserEntry> users) {
                pipeline.users(container.shortId(), users);
            }

            @Override
            public void beforeStart(ContainerMetadata container, long shimPid) {
                if (shimPid == PodListener.UNKNOWN_SHIM) {
                    observation.watchContainerOfDaemon(container.id());
                } else {
                    observation.watchContainer(container.id());
                    observation.watchProcess(shimPid, true);
                }
                pipeline.container(container.toFalcoJson(pipeline.version()), EventTime.now(), causeOf(container));
            }

            @Override
            public void created(ContainerMetadata container, long pid) {
                if (causeOf(container) == EventCause.CONTAINERS) {
                    pipeline.restarted(pid);
                }
            }

            @Override
            public void started(ContainerMetadata container, long pid) {
                started.add(container.id());
                if (sandbox.runtime() == ContainerRuntime.DOCKER) {
                    // the kernel reported Docker's shim without its arguments
                    ProcessHandle.of(pid)
                            .flatMap(ProcessHandle::parent)
                            .ifPresent(shim -> observation.describeProcess(shim.pid()));
                }
            }
        };
    }

    /** What the start of a container is due to. One that was there before is started again by the kubelet. */
    private EventCause causeOf(ContainerMetadata container) {
        String key = container.podUid() + "/" + container.name();
        if (!acting) {
            own.add(key);
            return EventCause.START;
        }
        return own.contains(key) ? EventCause.CONTAINERS : EventCause.STEPS;
    }

    private Detections detections(@Nullable SensorStats stats, Duration took) {
        long seen = 0;
        long lost = 0;
        if (stats != null) {
            seen = stats.eventsSeen();
            lost = stats.eventsLost();
            addUnlessEmpty(doubts, stats.describeLosses());
            stats.blindSpots().forEach(this::addBlindSpot);
            pipeline.misplaced().forEach(this::addBlindSpot);
        }
        seen += pipeline.documents();
        doubts.addAll(pipeline.doubts());
        lacksMemoryAlone = lost > 0 && stats != null && stats.lost(LossCause.PAGE_FAULT) == lost && doubts.size() == 1;
        List<TimedReaction> reactions = stage == null ? List.of() : stage.reactions();
        return new DetectionsBuilder(scenario.id(), EventOrigin.LIVE)
                .rules(pipeline.alerts(), pipeline.outcomes())
                .causes(pipeline.causes())
                .events(seen, lost)
                .doubts(doubts)
                .blindSpots(blindSpots)
                .refusals(refusals)
                .unsimulated(unsimulated)
                .unlogged(auditLog.unlogged())
                .failures(scenario.isTwin() ? UnwantedReactionsText.of(scenario.id(), reactions) : List.of())
                .notes(notes)
                .cluster(reactions, changes)
                .processes(pipeline.history(), pipeline.stopped())
                .took(took)
                .build()
                .lacking(lacking);
    }

    private void addBlindSpot(BlindSpot spot) {
        if (spot.cause() == BlindSpot.Cause.REFUSED) {
            refusals.add(spot.describe());
            notes.add(spot.describe());
            return;
        }
        boolean expected = scenario.expectations().stream()
                .anyMatch(expectation -> expectation.outcome() == Expectation.Outcome.BLIND);
        if (!spot.cause().isBlindInFalco()) {
            doubts.add(spot.describe());
        } else if (expected && !pipeline.wasOfStep(spot.pid())) {
            doubts.add(spot.describe() + "\nNo step started that process, so the scenario's expect does not mean it.");
        } else if (expected) {
            blindSpots.add(spot.describe());
            notes.add(spot.describe());
        } else {
            doubts.add(spot.describe()
                    + "\nIf the scenario is about that, add to it: expect: {blind: [the rules that stay silent]}");
        }
    }

    private static void addUnlessEmpty(List<String> list, String text) {
        if (!text.isEmpty()) {
            list.add(text);
        }
    }
}
