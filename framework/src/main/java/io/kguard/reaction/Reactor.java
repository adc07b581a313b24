// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kguard.engine.Alert;
import io.kguard.engine.AlertListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;

/**
 * Reacts to alerts, one after the other, on its own thread. Raising an alert does not wait for reactions.
 *
 * <p>A reaction may cause audit events, their alerts and further reactions. At most {@value #MAX_REACTIONS} reactions
 * run.
 */
@API(status = API.Status.INTERNAL)
public final class Reactor implements AlertListener, AutoCloseable {
    private static final int MAX_REACTIONS = 1000;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final List<Reaction> reactions;
    private final PodActions actions;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "kguard-reactions");
        worker.setDaemon(true);
        return worker;
    });
    private final List<ReactionResult> results = new ArrayList<>();
    private int begun;
    private int waiting;

    /**
     * Creates a reactor.
     *
     * @param reactions the reactions; each one that matches an alert runs, in this order
     * @param client acts on the cluster; the caller closes it
     */
    public Reactor(List<Reaction> reactions, KubernetesClient client) {
        this.reactions = List.copyOf(reactions);
        this.actions = new PodActions(client);
    }

    @Override
    public void onAlert(Alert alert) {
        for (Reaction reaction : reactions) {
            if (reaction.match().holds(alert) && mayBegin(reaction, alert)) {
                try {
                    thread.execute(() -> react(reaction, alert));
                } catch (RejectedExecutionException e) {
                    done(); // closed: nobody waits for results
                }
            }
        }
    }

    private synchronized boolean mayBegin(Reaction reaction, Alert alert) {
        if (begun == MAX_REACTIONS) {
            results.add(new ReactionResult(
                    reaction.name(),
                    reaction.actions().get(0).actionner(),
                    alert.ruleName(),
                    "",
                    "it is reaction number " + (MAX_REACTIONS + 1) + ", more than a simulation may have"));
        }
        begun = Math.min(begun + 1, MAX_REACTIONS + 1);
        waiting += begun <= MAX_REACTIONS ? 1 : 0;
        return begun <= MAX_REACTIONS;
    }

    private void react(Reaction reaction, Alert alert) {
        try {
            for (Action action : reaction.actions()) {
                ReactionResult result = run(reaction, action, alert);
                synchronized (this) {
                    results.add(result);
                }
                if (!result.isDone() || action.isLast()) {
                    return;
                }
            }
        } finally {
            done();
        }
    }

    private ReactionResult run(Reaction reaction, Action action, Alert alert) {
        Target target = Target.of(alert);
        String what = target == null ? "no pod" : target.toString();
        String problem = "";
        if (target == null) {
            problem = "the alert names no pod; add %k8s.ns.name and %k8s.pod.name to the rule's output";
        } else {
            try {
                what = actions.run(action, target);
            } catch (KubernetesClientException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        return new ReactionResult(reaction.name(), action.actionner(), alert.ruleName(), what, problem);
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
    public synchronized List<ReactionResult> results() {
        return List.copyOf(results);
    }

    /** Stops reacting. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
