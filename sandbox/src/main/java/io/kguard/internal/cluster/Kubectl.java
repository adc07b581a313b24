// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.workload.Actor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The machine's own {@code kubectl}, run against a cluster in a container. It reaches only the cluster's API server. Of
 * the machine's files it gets only copies of those in one folder that its arguments name. All kubectl commands of a
 * cluster share the container, its files and kubectl's caches.
 *
 * <p>Thread-safe. Commands run one after the other. When a command ends, what it left running is killed.
 */
public final class Kubectl {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Cluster cluster;
    private final @Nullable Path folder;

    /** A kubectl without files of the machine. */
    public Kubectl(Cluster cluster) {
        this.cluster = cluster;
        this.folder = null;
    }

    /**
     * A kubectl whose arguments may name files.
     *
     * @param folder the folder that names are relative to; an absolute name, or one that leads out of the folder, names
     *     a file in the container
     */
    public Kubectl(Cluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    /** Starts its container on the first call, and does not wait for it. This shortens the first command. */
    public void prepare() {
        cluster.clientPod().prepare();
    }

    /**
     * Runs kubectl to its end.
     *
     * @param actor the user
     * @param spec kubectl's arguments, its input, whether it has a terminal, and its time limit
     * @throws ClusterException if kubectl is not installed, a file can't be copied, it wrote too much, or it did not
     *     end in time and was killed
     */
    public ExecResult run(Actor actor, ExecSpec spec) {
        String title = "kubectl " + String.join(" ", spec.command());
        Duration timeout = spec.timeout() == null ? TIMEOUT : spec.timeout();
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(spec.command());
        try {
            byte[] files = folder == null ? new byte[0] : FileArchive.of(folder, FileArguments.of(spec.command()));
            return cluster.clientPod()
                    .run(
                            new ExecSpec(command, spec.tty(), spec.env(), spec.stdin(), timeout, null, null),
                            actor,
                            files);
        } catch (SandboxException e) {
            throw switch (e.reason()) {
                case LIMIT -> new ClusterException(title + " wrote more than 1 MiB and was killed", e);
                case TIMEOUT, NOT_SUPPORTED -> new ClusterException(String.valueOf(e.getMessage()), e);
                default -> new ClusterException("kubectl could not be run: " + e.getMessage(), e);
            };
        } catch (IOException e) {
            throw new ClusterException(title + ": a file could not be read: " + e.getMessage(), e);
        }
    }
}
