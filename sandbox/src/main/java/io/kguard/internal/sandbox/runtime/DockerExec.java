// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.ExecCreateCmd;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.workload.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A command that a local Docker daemon starts in a container. */
final class DockerExec implements RunningCommand, ProcessControl {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** How long the daemon may take to report what has happened. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** The same after the container has ended. The daemon forgets commands whose shim was killed. */
    private static final long LAST_PATIENCE_SECONDS = 5;

    private static final int MAX_MESSAGE = 1 << 16;

    private final DockerContainer container;
    private final ExecSpec spec;
    private final DockerClient client;
    private final String id;
    private final DockerStream stream;
    private final CompletableFuture<Void> farewell;

    private DockerExec(DockerContainer container, ExecSpec spec, String id, DockerStream stream) {
        this.container = container;
        this.spec = spec;
        this.client = container.client();
        this.id = id;
        this.stream = stream;
        this.farewell = container
                .exit
                .handle((status, failure) -> status)
                .thenRunAsync(
                        stream::close, CompletableFuture.delayedExecutor(LAST_PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /**
     * Starts a command.
     *
     * @throws SandboxException if the container does not run
     */
    static DockerExec start(DockerContainer container, ExecSpec spec) {
        try {
            ExecCreateCmd create = container
                    .client()
                    .execCreateCmd(container.metadata().id())
                    .withCmd(spec.command().toArray(new String[0]))
                    .withTty(spec.tty())
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .withEnv(spec.env().entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList());
            if (spec.user() != null) {
                create.withUser(container.plan().users().find(spec.user()).toString());
            }
            if (spec.workingDir() != null) {
                create.withWorkingDir(spec.workingDir());
            }
            String id = create.exec().getId();
            DockerStream stream = container.http().stream(
                    "/exec/" + id + "/start", Json.object("Detach", false, "Tty", spec.tty()), spec.tty());
            return new DockerExec(container, spec, id, stream);
        } catch (RuntimeException | IOException e) {
            throw e instanceof SandboxException known ? known : container.notRunning(spec, e);
        }
    }

    @Override
    public ProcessControl control() {
        return this;
    }

    /** None: the daemon reads no input while nobody reads its output. */
    @Override
    public int inputAtOnce() {
        return 0;
    }

    @Override
    public @Nullable Chunk read() throws IOException {
        return stream.read();
    }

    /** Releases the command. It continues if it is not over. */
    @Override
    public void close() {
        farewell.cancel(false);
        stream.close();
    }

    /**
     * Waits until the command runs or has run.
     *
     * @throws SandboxException if it could not be started
     */
    void awaitStart() {
        InspectExecResponse state = await(true);
        if (pid(state) == 0) {
            StringBuilder said = new StringBuilder();
            try {
                for (Chunk chunk; said.length() < MAX_MESSAGE && (chunk = stream.read()) != null; ) {
                    said.append(new String(chunk.data(), UTF_8));
                }
            } catch (IOException e) {
                said.append(e.getMessage());
            }
            throw notStarted(said.toString());
        }
    }

    @Override
    public int awaitEnd(String output) {
        InspectExecResponse state = await(false);
        Long status = state.getExitCodeLong();
        if (pid(state) == 0) {
            throw notStarted(output);
        }
        return status == null ? -1 : status.intValue();
    }

    private SandboxException notStarted(String why) {
        if (!DockerMessages.isOfRuntime(why)) {
            container.awaitEnd(LAST_PATIENCE_SECONDS); // the shim died: Docker will end the container
        }
        if (container.hasEnded()) {
            return container.notRunning(spec, null);
        }
        return new SandboxException(
                Reason.EXEC_NOT_STARTED,
                spec.title() + " did not start in " + container.title() + ": " + DockerMessages.reason(why));
    }

    /** The state once the command is over, or once it runs if that is enough. Docker must be polled for it. */
    private InspectExecResponse await(boolean running) {
        long patience = PATIENCE_NANOS;
        long start = System.nanoTime();
        while (true) {
            boolean alone = container.exit.isDone();
            if (alone && patience == PATIENCE_NANOS) {
                patience = System.nanoTime() - start + TimeUnit.SECONDS.toNanos(LAST_PATIENCE_SECONDS);
            }
            InspectExecResponse state = state().orElseThrow(() -> killed(null));
            boolean runs = Boolean.TRUE.equals(state.isRunning());
            if ((runs && running && pid(state) > 0) || (!runs && state.getExitCodeLong() != null)) {
                return state;
            }
            if (System.nanoTime() - start > patience) {
                throw alone
                        ? killed(null)
                        : new SandboxException(
                                Reason.INTERNAL, "Docker does not report what happened to " + spec.title());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public SandboxException killed(@Nullable Exception cause) {
        return new SandboxException(
                Reason.NOT_RUNNING,
                spec.title() + " was killed with its session or the container " + container.name() + " of the pod "
                        + container.podName(),
                cause);
    }

    private Optional<InspectExecResponse> state() {
        try {
            return Optional.of(client.inspectExecCmd(id).exec());
        } catch (NotFoundException e) {
            return Optional.empty(); // gone with its container
        } catch (RuntimeException e) {
            throw new SandboxException(
                    Reason.NOT_RUNNING,
                    "it is not known how " + spec.title() + " ended: " + DockerMessages.noAnswer(e),
                    e);
        }
    }

    private static long pid(InspectExecResponse state) {
        Long pid = state.getPidLong();
        return pid == null ? 0 : pid;
    }

    /**
     * Kills the command, even if Docker has yet to start it. Docker can't kill it, but its process runs on this
     * machine.
     */
    @Override
    public void kill() {
        try {
            InspectExecResponse state = await(true);
            if (Boolean.TRUE.equals(state.isRunning())) {
                ProcessHandle.of(pid(state)).ifPresent(process -> {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                });
            }
        } catch (SandboxException | DockerException e) {
            // it is over
        }
        close();
    }

    @Override
    public void endInput() {
        stream.endInput();
    }

    @Override
    public void input(byte[] data, int offset, int length) throws IOException {
        stream.write(data, offset, length);
    }

    @Override
    public void resize(int columns, int rows) {
        if (spec.tty()) {
            try {
                client.resizeExecCmd(id).withSize(rows, columns).exec();
            } catch (DockerException e) {
                // it is over
            }
        }
    }
}
