// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.WaitResponse;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSession;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.Limits;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.workload.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A container of a pod on Docker. */
final class DockerContainer extends RuntimeContainer {
    private static final long END_SECONDS = 15;

    private final DockerPod pod;
    private final String image;
    private final DockerSpec spec;
    private final LaunchedContainer launched;
    private final CompletableFuture<Void> read = new CompletableFuture<>();
    private final Map<OutputLog.Stream, Long> received = new EnumMap<>(OutputLog.Stream.class);
    private volatile @Nullable ContainerMetadata metadata;
    private volatile @Nullable DockerStream stream;
    private volatile @Nullable ContainerLimits limits;
    private volatile @Nullable DockerLayer layer;
    private volatile boolean daemonSawOutOfMemory;
    private volatile @Nullable String noAnswer;
    private volatile long pid;
    private volatile long shimPid;

    DockerContainer(DockerPod pod, ContainerPlan plan, String image, int attempt) {
        super(plan, pod.setup().limits());
        this.pod = pod;
        this.image = image;
        this.spec = new DockerSpec(pod, plan, attempt);
        this.launched = new LaunchedContainer(
                image, command -> spec.configure(command, terminationLog(attempt)), this::created);
    }

    private Path terminationLog(int attempt) {
        try {
            return Files.createFile(pod.files().resolve("termination-log-" + name() + "-" + attempt));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start() throws IOException {
        for (ContainerPlan.VolumeBinding binding : plan().bindings()) {
            if (!pod.volumes().staysInside(binding)) {
                throw new SandboxException(
                        Reason.NOT_STARTED,
                        title() + " did not start: a link on the way to " + binding.hostPath()
                                + " leads out of its volume");
            }
        }
        try {
            launched.start();
        } catch (RuntimeException e) {
            throw notStarted(e);
        }
        Long first = launched.getCurrentContainerInfo().getState().getPidLong();
        pid = first == null ? 0 : first;
        shimPid = ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .map(ProcessHandle::pid)
                .orElse(0L);
        client().waitContainerCmd(metadata().id()).exec(new ExitReader());
        Objects.requireNonNull(layer).started(pid, exit, () -> signal(KILLED - 128));
        pod.listener().started(metadata(), pid);
    }

    private SandboxException notStarted(RuntimeException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof SandboxException)) {
            cause = cause.getCause();
        }
        return cause instanceof SandboxException known
                ? known
                : new SandboxException(
                        Reason.NOT_STARTED,
                        title() + " did not start: " + DockerMessages.reason(String.valueOf(cause.getMessage())),
                        failure);
    }

    /** Called between the container's creation and its start. */
    private void created(String id) {
        ContainerMetadata known = plan().metadata(pod.id(), id, Instant.now().getEpochSecond());
        metadata = known;
        Limits most = pod.setup().limits();
        ContainerLimits held = new ContainerLimits(pod.cgroup(), known, plan().memoryLimit(most), most);
        limits = held;
        pod.listener().users(known, plan().users().entries());
        pod.listener().beforeStart(known, PodListener.UNKNOWN_SHIM);
        try {
            layer = DockerLayer.bound(client(), id, held, most.diskBytes());
            DockerStream attached = http().stream(
                    "/containers/" + id + "/attach?stream=1&stdin=1&stdout=1&stderr=1", Json.object(), plan().tty());
            stream = attached;
            Thread reader = new Thread(() -> read(attached), "kguard-container-" + known.shortId());
            reader.setDaemon(true);
            reader.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(DockerStream attached) {
        try (attached) {
            append(attached, received, Map.of());
        } catch (IOException e) {
            // the daemon says how the container ended, or that it does not know the container
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            read.complete(null);
        }
    }

    /** A daemon may end the attached output before all was sent, if the container ended at once. Its log has all. */
    private void readRest() {
        try (DockerStream logged =
                http().read("/containers/" + metadata().id() + "/logs?stdout=1&stderr=1", plan().tty())) {
            append(logged, new EnumMap<>(OutputLog.Stream.class), received);
        } catch (IOException e) {
            if (!isClosing()) {
                noAnswer = "its output can't be read: " + e.getMessage();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            log.end();
        }
    }

    /** Appends what comes after the bytes that are known of each stream. */
    private void append(DockerStream output, Map<OutputLog.Stream, Long> received, Map<OutputLog.Stream, Long> known)
            throws IOException, InterruptedException {
        for (RunningCommand.Chunk chunk; (chunk = output.read()) != null; ) {
            OutputLog.Stream stream = chunk.error() ? OutputLog.Stream.STDERR : OutputLog.Stream.STDOUT;
            long size = chunk.data().length;
            long skipped = known.getOrDefault(stream, 0L) - received.getOrDefault(stream, 0L);
            received.merge(stream, size, Long::sum);
            if (skipped < size) {
                log.append(stream, Arrays.copyOfRange(chunk.data(), (int) Math.max(0, skipped), (int) size));
            }
        }
    }

    private final class ExitReader extends ResultCallback.Adapter<WaitResponse> {
        @Override
        public void onNext(WaitResponse response) {
            // the daemon ends the output with the process
            read.join();
            readRest();
            look();
            int status = response.getStatusCode();
            exit.complete(status);
            pod.listener().exited(metadata(), status);
        }

        @Override
        public void onError(Throwable failure) {
            log.end();
            if (isClosing()) {
                exit.complete(KILLED);
                return;
            }
            exit.completeExceptionally(new SandboxException(
                    Reason.INTERNAL, "the Docker daemon does not say how the container " + name() + " ended", failure));
        }
    }

    DockerClient client() {
        return pod.sandbox().client();
    }

    DockerHttp http() {
        return pod.sandbox().http();
    }

    String image() {
        return image;
    }

    @Override
    public ContainerMetadata metadata() {
        return Objects.requireNonNull(metadata);
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public long shimPid() {
        return shimPid;
    }

    @Override
    public boolean outOfMemory() {
        look();
        ContainerLimits known = limits;
        return daemonSawOutOfMemory || (known != null && known.outOfMemory());
    }

    /** Reads what will be gone when the container is. */
    private void look() {
        ContainerLimits known = limits;
        if (known == null) {
            return;
        }
        known.look();
        try {
            // the cgroup is gone with the last process, but the daemon remembers
            InspectContainerResponse found =
                    client().inspectContainerCmd(metadata().id()).exec();
            daemonSawOutOfMemory |= Boolean.TRUE.equals(found.getState().getOOMKilled());
        } catch (NotFoundException e) {
            // it is gone
        } catch (RuntimeException e) {
            noAnswer = DockerMessages.noAnswer(e);
        }
    }

    private void lookAtDisk() {
        DockerLayer known = layer;
        if (known != null) {
            known.look();
        }
    }

    @Override
    public List<Incident> incidents() {
        hasEnded();
        look();
        lookAtDisk();
        List<Incident> all = new ArrayList<>(super.incidents());
        ContainerLimits known = limits;
        if (known != null) {
            all.addAll(known.incidents());
            if (daemonSawOutOfMemory && !known.outOfMemory()) {
                all.add(known.outOfMemoryIncident());
            }
        }
        String silence = noAnswer;
        if (silence != null) {
            all.add(new Incident(Incident.Kind.LOST, metadata().title() + " was lost: " + silence));
        }
        return all;
    }

    @Override
    public ExecResult exec(ExecSpec spec) {
        return exec(spec, false);
    }

    @Override
    public ExecResult runProbe(ExecSpec spec) {
        return exec(spec, true);
    }

    private ExecResult exec(ExecSpec spec, boolean exactly) {
        DockerExec exec = begin(spec);
        try {
            return new ExecRun(exec, spec, pod.setup().limits()).toEnd(exactly, () -> {});
        } catch (IOException e) {
            throw exec.killed(e);
        } finally {
            lookAtDisk();
        }
    }

    @Override
    public ExecSession open(ExecSpec spec) {
        DockerExec exec = begin(spec);
        try {
            exec.awaitStart();
        } catch (RuntimeException e) {
            exec.close();
            throw e;
        }
        return RuntimeSession.of(exec, "kguard-exec-" + metadata().shortId());
    }

    /** Whether the first process has ended. The daemon says so some time later: this waits until it has. */
    boolean hasEnded() {
        if (!ProcStat.runs(pid)) {
            awaitEnd(END_SECONDS);
        }
        return exit.isDone();
    }

    private DockerExec begin(ExecSpec spec) {
        if (exit.isDone() || isClosing()) {
            throw notRunning(spec, null);
        }
        return DockerExec.start(this, spec);
    }

    SandboxException notRunning(ExecSpec spec, @Nullable Exception cause) {
        String end = "";
        if (exit.isDone() && !exit.isCompletedExceptionally()) {
            end = end();
        } else if (cause != null) {
            end = ": " + cause.getMessage();
        }
        return notRunning(spec, end, cause);
    }

    @Override
    public ExecSession attach() {
        return RuntimeSession.attached(new Control(attached()), log, exit(), plan().input());
    }

    DockerStream attached() {
        DockerStream attached = stream;
        if (attached == null) {
            throw new IllegalStateException("the container has not been started");
        }
        return attached;
    }

    private final class Control implements ProcessControl {
        private final DockerStream attached;

        Control(DockerStream attached) {
            this.attached = attached;
        }

        @Override
        public void input(byte[] data, int offset, int length) throws IOException {
            attached.write(data, offset, length);
        }

        @Override
        public void endInput() {
            attached.endInput();
        }

        @Override
        public void resize(int columns, int rows) {
            if (plan().tty() && !exit.isDone()) {
                try {
                    client().resizeContainerCmd(metadata().id())
                            .withSize(rows, columns)
                            .exec();
                } catch (DockerException e) {
                    // it is over
                }
            }
        }
    }

    @Override
    public void signal(int number) {
        if (exit.isDone()) {
            return;
        }
        try {
            client().killContainerCmd(metadata().id())
                    .withSignal(Integer.toString(number))
                    .exec();
        } catch (DockerException e) {
            // it is over
        }
    }

    @Override
    public void release() {
        beginClosing();
        if (metadata != null) {
            signal(KILLED - 128);
        }
    }

    @Override
    public void close() {
        if (!exit.isDone()) {
            look();
        }
        beginClosing();
        launched.stop();
        DockerStream attached = stream;
        if (attached != null) {
            attached.close();
        }
        log.end();
        exit.complete(KILLED);
    }
}
