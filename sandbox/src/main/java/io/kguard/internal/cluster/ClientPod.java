// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.HostAccess;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.workload.Actor;
import io.kguard.workload.Json;
import io.kguard.workload.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pod in which kubectl runs. It does not belong to the cluster. Of the machine it has only the kubectl program, and
 * its network reaches only the API server. It starts on first use.
 */
final class ClientPod implements AutoCloseable {
    /** The working directory of commands. */
    static final String WORK_FOLDER = "/work";

    private static final String NAME = "kubectl";
    private static final String HOME = "/home/app";
    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

    /** Its first process reaps the processes that commands leave, which a plain sleep would not. */
    private static final String MANIFEST = """
            apiVersion: v1
            kind: Pod
            metadata: {name: kubectl, namespace: kguard-client}
            spec:
              automountServiceAccountToken: false
              securityContext: {runAsUser: 1000, runAsGroup: 1000, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: kubectl
                  image: kubectl
                  command: [sh, -c, "while :; do sleep infinity & wait; done"]
                  workingDir: /work
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            """;

    private static final String END_LEFTOVERS = "kill -KILL -1 2>/dev/null";

    /** Runs its arguments as a user's shell does, and kills everything that they left running. */
    private static final String RUN = """
            umask 077
            [ -e "$KUBECONFIG" ] || printf %%s "$KGUARD_KUBECONFIG" >"$KUBECONFIG"
            unset KGUARD_KUBECONFIG
            umask 022
            "$0" "$@"
            status=$?
            %s
            exit $status
            """.formatted(END_LEFTOVERS);

    private final Sandbox sandbox;
    private final HostAccess hostAccess;
    private final Peer apiServer;
    private final Consumer<String> onAddress;
    private final Executor workers;
    private final Function<Actor, String> kubeconfig;
    private final Map<Actor, KubeconfigFile> kubeconfigs = new HashMap<>();
    private final ReentrantLock commands = new ReentrantLock();
    private @Nullable CompletableFuture<PodSandbox> start;
    private boolean closed;

    /**
     * A pod, which is not started yet.
     *
     * @param hostAccess what it reaches of the host
     * @param apiServer the only peer on its network
     * @param kubeconfig creates an actor's kubeconfig
     * @param onAddress receives the pod's address before a command runs
     */
    ClientPod(
            Sandbox sandbox,
            HostAccess hostAccess,
            Peer apiServer,
            Function<Actor, String> kubeconfig,
            Consumer<String> onAddress,
            Executor workers) {
        this.sandbox = sandbox;
        this.hostAccess = hostAccess;
        this.apiServer = apiServer;
        this.kubeconfig = kubeconfig;
        this.onAddress = onAddress;
        this.workers = workers;
    }

    /** The kubeconfig that an actor's kubectl finds. A command may change it for later ones. */
    private record KubeconfigFile(String path, String text) {}

    /** Starts the pod on the first call, and does not wait for it. */
    synchronized void prepare() {
        start = start();
    }

    /** The pod, started if necessary. */
    synchronized CompletableFuture<PodSandbox> start() {
        if (closed) {
            throw new ClusterException("the cluster is closed");
        }
        CompletableFuture<PodSandbox> known = start;
        if (known == null) {
            known = CompletableFuture.supplyAsync(this::startPod, workers);
            start = known;
        }
        return known;
    }

    private PodSandbox startPod() {
        PodSetup setup = PodSetup.defaults().withHostAccess(hostAccess).withPeers(List.of(apiServer));
        PodSandbox started = sandbox.start(Json.KUBERNETES.unmarshal(MANIFEST, Pod.class), setup, PodListener.NONE);
        onAddress.accept(started.ip());
        return started;
    }

    /**
     * Runs a command after the previous one has ended, and kills what it leaves running.
     *
     * @param actor the actor whose kubeconfig it uses
     * @param files a tar archive of files for its working directory; empty for none
     * @throws SandboxException if the pod does not start, or the command does not end as it should
     * @throws ClusterException if the command reached a limit of the pod
     */
    ExecResult run(ExecSpec spec, Actor actor, byte[] files) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", RUN));
        command.addAll(spec.command());
        commands.lock();
        try {
            PodSandbox pod = running();
            if (files.length > 0) {
                unpack(pod, files);
            }
            KubeconfigFile credentials = kubeconfigs.computeIfAbsent(
                    actor,
                    who -> new KubeconfigFile(HOME + "/kubeconfig-" + kubeconfigs.size(), kubeconfig.apply(who)));
            ExecSpec wrapped = new ExecSpec(
                            command, spec.tty(), spec.env(), spec.stdin(), spec.timeout(), null, WORK_FOLDER)
                    .withEnv("HOME", HOME)
                    .withEnv("TERM", "dumb")
                    .withEnv("SHELL", "/bin/sh")
                    // a command is over before its garbage is worth collecting, unless it has much
                    .withEnv("GOGC", "off")
                    .withEnv("GOMEMLIMIT", "96MiB")
                    .withEnv("KUBECONFIG", credentials.path())
                    .withEnv("KGUARD_KUBECONFIG", credentials.text());
            return run(pod, wrapped);
        } finally {
            commands.unlock();
        }
    }

    private static void unpack(PodSandbox pod, byte[] files) {
        ExecSpec tar = new ExecSpec(List.of("tar", "-x", "-f", "-"), false, Map.of(), files, null, null, WORK_FOLDER);
        ExecResult result = pod.exec(NAME, tar);
        if (!result.succeeded()) {
            throw new ClusterException("files could not be copied into its container: "
                    + result.stderr().strip());
        }
    }

    private ExecResult run(PodSandbox pod, ExecSpec command) {
        boolean clean = false;
        try {
            ExecResult result = pod.exec(NAME, command);
            clean = result.exitStatus() < 128; // the command may have killed the shell that cleans up
            List<Incident> incidents = pod.incidents();
            if (!incidents.isEmpty()) {
                throw new ClusterException(incidents.get(0).text());
            }
            return result;
        } finally {
            if (!clean) {
                endLeftovers(pod);
            }
        }
    }

    private PodSandbox running() {
        try {
            return start().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    /** Kills what still runs. If that fails, the next command gets another pod. */
    private void endLeftovers(PodSandbox pod) {
        try {
            pod.exec(NAME, ExecSpec.of("sh", "-c", END_LEFTOVERS).withTimeout(END_TIMEOUT));
        } catch (SandboxException e) {
            forgetStart();
            pod.close();
        }
    }

    private synchronized void forgetStart() {
        start = null;
    }

    /**
     * Ends what runs and removes the pod.
     *
     * @throws ClusterException if it can't be removed
     */
    @Override
    public void close() {
        CompletableFuture<@Nullable PodSandbox> known = lastStart();
        PodSandbox pod = known.join();
        if (pod == null) {
            return;
        }
        try {
            pod.close();
        } catch (SandboxException e) {
            throw new ClusterException("what kubectl ran in could not be removed: " + e.getMessage(), e);
        }
    }

    private synchronized CompletableFuture<@Nullable PodSandbox> lastStart() {
        closed = true;
        CompletableFuture<PodSandbox> known = start;
        // if the pod did not start, the command that needed it has reported why
        return known == null ? CompletableFuture.completedFuture(null) : known.handle((pod, failure) -> pod);
    }
}
