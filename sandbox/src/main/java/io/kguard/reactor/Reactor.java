// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kguard.engine.Alert;
import io.kguard.event.EventTime;
import io.kguard.output.TalonAlert;
import io.kguard.output.TalonRoute;
import io.kguard.reaction.PlannedAction;
import io.kguard.reaction.Reaction;
import io.kguard.reaction.ReactionResult;
import io.kguard.reaction.ReactionResult.Outcome;
import io.kguard.reaction.TimedReaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Reacts to alerts, one after the other, on its own thread. Raising an alert does not wait for reactions.
 *
 * <p>A reaction may cause audit events, their alerts and further reactions. At most {@value #MAX_REACTIONS} reactions
 * run.
 */
@API(status = API.Status.INTERNAL)
public final class Reactor implements Consumer<Alert>, AutoCloseable {
    private static final int MAX_REACTIONS = 1000;
    private static final long MAX_PRINTED = 16L << 20;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final List<Reaction> reactions;
    private final KubernetesClient client;
    private final TalonRoute route;
    private final SeenTexts seen;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "kguard-reactions");
        worker.setDaemon(true);
        return worker;
    });
    private final PrintedBound printed = new PrintedBound(MAX_PRINTED); // of the reactions' thread
    private final List<TimedReaction> results = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private int begun;
    private int waiting;

    /**
     * Creates a reactor.
     *
     * @param reactions the reactions; each one that matches an alert runs, in this order, until one says that it is the
     *     last
     * @param client acts on the cluster; the caller closes it
     * @param route how alerts get to Falco Talon
     */
    public Reactor(List<Reaction> reactions, KubernetesClient client, TalonRoute route) {
        this.reactions = List.copyOf(reactions);
        this.client = client;
        this.route = route;
        this.seen = new SeenTexts(route.window());
    }

    @Override
    public void accept(Alert raised) {
        if (reactions.isEmpty()) {
            return;
        }
        TalonAlert received = route.send(raised);
        Alert alert = received.alert();
        Finished lost = lost(received);
        for (Reaction reaction : reactions) {
            if (!reaction.match().holds(received)) {
                continue;
            }
            if (lost != null) {
                leave(reaction, alert, lost);
            } else if (mayBegin(reaction, alert)) {
                try {
                    thread.execute(() -> react(reaction, received));
                } catch (RejectedExecutionException e) {
                    done(); // closed: nobody waits for results
                }
            }
            if (!reaction.continues()) {
                return;
            }
        }
    }

    /** Why Falco Talon does not look at an alert; null if it does. */
    private synchronized @Nullable Finished lost(TalonAlert received) {
        String target = Objects.toString(Target.of(received.alert()), "");
        if (!received.arrives()) {
            return new Finished(target, Outcome.NOT_RECEIVED, received.missed());
        }
        Duration before = seen.before(received);
        return before.isZero()
                ? null
                : new Finished(
                        target,
                        Outcome.DUPLICATE,
                        String.format(
                                Locale.ROOT,
                                "an alert with the same text came %.1f s before, and Falco Talon drops such ones for"
                                        + " %d s",
                                before.toNanos() / 1e9,
                                route.window().toSeconds()));
    }

    private synchronized void leave(Reaction reaction, Alert alert, Finished lost) {
        if (results.size() < MAX_REACTIONS) {
            add(reaction, alert, lost);
        }
    }

    private synchronized boolean mayBegin(Reaction reaction, Alert alert) {
        if (begun == MAX_REACTIONS) {
            String problem = "it is reaction number " + (MAX_REACTIONS + 1) + ", more than a simulation may have";
            add(reaction, alert, Finished.failed("", problem));
        }
        begun = Math.min(begun + 1, MAX_REACTIONS + 1);
        waiting += begun <= MAX_REACTIONS ? 1 : 0;
        return begun <= MAX_REACTIONS;
    }

    private void react(Reaction reaction, TalonAlert received) {
        try {
            synchronized (this) {
                reaction.notes().forEach(note -> notes.add(note.text()));
                if (!route.assumption().isEmpty()) {
                    notes.add(route.assumption());
                }
            }
            for (PlannedAction planned : reaction.actions()) {
                long begun = EventTime.now();
                ReactionResult result = run(reaction, planned, received);
                long ended = EventTime.now();
                synchronized (this) {
                    results.add(new TimedReaction(result, received.alert().timestamp(), begun, ended));
                }
                boolean stopped = result.isFailed() || result.outcome() == Outcome.GONE;
                if (stopped && !planned.ignoresErrors() || !planned.continues()) {
                    return;
                }
            }
        } finally {
            done();
        }
    }

    private ReactionResult run(Reaction reaction, PlannedAction planned, TalonAlert received) {
        Alert alert = received.alert();
        Finished finished;
        if (reaction.dryRun()) {
            finished = new Finished(Objects.toString(Target.of(alert), ""), Outcome.DRY_RUN, "");
        } else {
            try {
                finished = new ActionRun(client, received, planned.contexts()).run(planned.action());
            } catch (KubernetesClientException e) {
                finished = Finished.failed(String.valueOf(Target.of(alert)), String.valueOf(e.getMessage()));
            }
        }
        if (finished.outcome() == Outcome.FAILED && planned.ignoresErrors()) {
            finished = new Finished(finished.target(), Outcome.ERROR_IGNORED, finished.detail());
        }
        return result(reaction, planned, alert, printed.within(finished));
    }

    private static ReactionResult result(Reaction reaction, PlannedAction planned, Alert alert, Finished finished) {
        return new ReactionResult(
                reaction.name(),
                planned.name(),
                planned.action().actionner(),
                alert.ruleName(),
                finished.target(),
                finished.outcome(),
                finished.detail());
    }

    /** Adds the result of a reaction that does not begin. */
    private void add(Reaction reaction, Alert alert, Finished finished) {
        long now = EventTime.now();
        ReactionResult result = result(reaction, reaction.actions().get(0), alert, finished);
        results.add(new TimedReaction(result, alert.timestamp(), now, now));
    }

    private synchronized void done() {
        waiting--;
        notifyAll();
    }

    /**
     * Waits until all reactions to the alerts so far have run.
     *
     * @return whether they have
     */
    public synchronized boolean awaitIdle() {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try {
            for (long left = TIMEOUT.toMillis();
                    waiting > 0 && left > 0;
                    left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return waiting == 0;
    }

    /** The results so far, in order. */
    public synchronized List<TimedReaction> results() {
        return List.copyOf(results);
    }

    /** What was left out of the reactions that alerts trigger, in sentences. */
    public synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    /** Stops reacting. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
