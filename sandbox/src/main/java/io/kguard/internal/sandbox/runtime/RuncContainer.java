// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.image.FileTrees;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSession;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.internal.sandbox.RuncExec;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.internal.sandbox.runtime.OutputLog.Stream;
import io.kguard.internal.sandbox.runtime.ShimConnection.Frame;
import io.kguard.workload.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A container on runc, with its shim. */
final class RuncContainer extends RuntimeContainer implements Standstill.Running {
    private static final int END_SECONDS = 10;
    private static final String STEP_FOLDER = "e";

    private final RuncPod pod;
    private final Path home;
    private final boolean sharesPids;
    private final String id = PodPlan.newId();
    private final ImageLayers layers;
    private final ContainerMetadata metadata;
    private final OciSpec spec;
    private final ContainerLimits limits;
    private final AtomicInteger execCount = new AtomicInteger();
    private volatile @Nullable Shim shim;
    private volatile @Nullable ShimConnection main;
    private volatile long pid;
    private volatile long pidInside;

    /**
     * Creates a container, which is not started yet.
     *
     * @param targetPid the process whose pid namespace it shares; 0 for its pod's or a separate one
     */
    RuncContainer(RuncPod pod, ContainerPlan plan, Path home, long targetPid) {
        super(plan, pod.setup().limits());
        this.pod = pod;
        this.home = home;
        this.sharesPids = pod.plan().hostPid() || targetPid > 0;
        this.layers = pod.node().layers(plan.image().layers(), pod.node().work(home, "layers"));
        this.metadata = plan.metadata(id, Instant.now().getEpochSecond());
        this.spec = new OciSpec(plan, pod.setup(), pod.sandbox().unifiedCgroups(), targetPid);
        this.limits = new ContainerLimits(
                pod.cgroup(),
                metadata,
                plan.memoryLimit(pod.setup().limits()),
                pod.setup().limits());
    }

    @Override
    public void start() throws IOException {
        try {
            startProcesses(pod.listener());
        } catch (IOException e) {
            if (isLost()) {
                throw new SandboxException(Reason.NOT_STARTED, title() + " did not start: its shim died", e);
            }
            throw e;
        }
    }

    private void startProcesses(PodListener listener) throws IOException {
        Path rootfs = Files.createDirectory(home.resolve("rootfs"));
        Path scratch = Files.createDirectory(home.resolve("scratch"));
        Shim process = Shim.start(pod.sandbox().shim(), shimArguments(), new byte[0]);
        shim = process;
        Files.writeString(
                home.resolve("config.json"),
                Json.write(spec.config(
                        rootfs,
                        new OciSpec.Holders(pod.holderPid(), pod.nodePid()),
                        new OciSpec.Sources(pod.files(), scratch.resolve("termination-log"), volumes()),
                        pod.plan().cgroupPath() + "/" + id)));
        process.awaitReady();
        mount(rootfs, scratch);
        listener.users(metadata, plan().users().entries());
        listener.beforeStart(metadata, process.pid());
        ShimConnection connection = ShimConnection.open(socket());
        main = connection;
        if (sharesPids && pod.node().confined()) {
            pod.node().standstill().whileStill(() -> create(connection));
        } else {
            create(connection);
        }
        pod.cgroup().limitSockets(id, PodWatch.MAX_SOCKET_BYTES);
        listener.created(metadata, pid);
        Thread reader = new Thread(() -> readMain(connection, listener), "kguard-container-" + metadata.shortId());
        reader.setDaemon(true);
        reader.start();
        pod.node().standstill().start(this, () -> runTool(pod.node().runc().start(id, work("log"))));
        listener.started(metadata, pid);
    }

    private List<String> shimArguments() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-namespace",
                "k8s.io",
                "-id",
                id,
                "-address",
                socket().toString(),
                "-volumes",
                "/proc/" + pod.holderPid() + "/ns/mnt"));
        arguments.addAll(pod.node().arguments(layers));
        arguments.addAll(pod.sandbox().sealedRunc().arguments(pod.node()));
        if (pod.node().confined()) {
            pod.cgroup().shimFolder().ifPresent(folder -> arguments.addAll(List.of("-join", folder.toString())));
        } else {
            // in a jail, killing the jail does this
            pod.cgroup()
                    .folder(id, "freezer")
                    .ifPresent(folder -> arguments.addAll(List.of("-thaw", folder.toString())));
        }
        Optional<Path> stopFile = pod.cgroup().stopFile(id);
        if (stopFile.isPresent()) {
            arguments.add("-stop");
            arguments.add(stopFile.get().toString());
        }
        return arguments;
    }

    private Path socket() {
        return home.resolve("s");
    }

    private Path work(String name) {
        return pod.node().work(home, name);
    }

    /**
     * The paths of the container's volumes. The target of a subPath is bound to a fixed place, so that later changes of
     * the path have no effect.
     */
    private List<Path> volumes() {
        List<Path> places = new ArrayList<>();
        for (ContainerPlan.VolumeBinding binding : plan().bindings()) {
            places.add(binding.subPath().isEmpty() ? binding.volume().source() : work("subpath-" + places.size()));
        }
        return places;
    }

    private void mount(Path rootfs, Path scratch) throws IOException {
        List<MountRequest> root = new ArrayList<>(MountRequest.overlay(
                layers, scratch, rootfs, pod.setup().limits().diskBytes()));
        root.add(MountRequest.touch(scratch.resolve("termination-log"), 0666));
        request(root, Reason.NOT_SUPPORTED, "the container's root can't be mounted, which needs overlayfs and tmpfs: ");
        List<Path> places = volumes();
        for (int i = 0; i < places.size(); i++) {
            ContainerPlan.VolumeBinding binding = plan().bindings().get(i);
            if (!binding.subPath().isEmpty()) {
                request(
                        List.of(MountRequest.beneath(
                                binding.volume().source(),
                                binding.subPath(),
                                places.get(i),
                                VolumeMounts.Creation.FOLDER)),
                        Reason.NOT_STARTED,
                        title() + " did not start: its subPath " + binding.subPath()
                                + " can't be mounted, or leads out of its volume: ");
            }
        }
    }

    private void request(List<MountRequest> mounts, Reason reason, String failure) throws IOException {
        try (ShimConnection connection = ShimConnection.open(socket())) {
            connection.send(ShimRequest.MOUNTS, MountRequest.encode(mounts));
            Frame answer = connection.read();
            if (answer.type() != ShimAnswer.DONE) {
                throw new SandboxException(reason, failure + answer.text());
            }
        }
    }

    private void create(ShimConnection connection) throws IOException {
        int flags = (plan().tty() ? ShimConnection.FLAG_TTY : 0) | (plan().stdin() ? ShimConnection.FLAG_STDIN : 0);
        String console = plan().tty() ? work("t").toString() : "";
        Path pidFile = work("pid");
        Path log = work("log");
        List<String> command = pod.node().runc().create(id, home, pidFile, console, log);
        connection.run(flags, pidFile.toString(), console, log.toString(), command);
        pidInside = awaitStart(connection, Reason.NOT_STARTED, title() + " did not start: ", this::keep);
        pid = pod.node().outside(pidInside, pod.cgroup().processes(id));
    }

    private void keep(Frame frame) {
        try {
            log.append(frame.type() == ShimAnswer.OUTPUT ? Stream.STDOUT : Stream.STDERR, frame.payload());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long awaitStart(ShimConnection connection, Reason reason, String failure, Consumer<Frame> output)
            throws IOException {
        String log = "";
        while (true) {
            Frame frame = connection.read();
            switch (frame.type()) {
                case STARTED -> {
                    return frame.number();
                }
                case LOG -> log = frame.text();
                case FAILED -> throw new SandboxException(reason, failure + Runc.failure(log, home, frame.number()));
                case ERROR -> throw new SandboxException(Reason.INTERNAL, failure + frame.text());
                default -> output.accept(frame);
            }
        }
    }

    /** Runs a runc command to its end. */
    private void runTool(List<String> command) throws IOException {
        try (ShimConnection connection = ShimConnection.open(socket())) {
            connection.run(0, "", "", work("log").toString(), command);
            String log = "";
            while (true) {
                Frame frame = connection.read();
                if (frame.type() == ShimAnswer.ERROR) {
                    throw new SandboxException(Reason.INTERNAL, frame.text());
                }
                if (frame.type() == ShimAnswer.LOG) {
                    log = frame.text();
                }
                if (frame.type() == ShimAnswer.OVER) {
                    if (frame.number() != 0) {
                        throw new SandboxException(
                                Reason.NOT_STARTED,
                                title() + " did not start: " + Runc.failure(log, home, frame.number()));
                    }
                    return;
                }
            }
        }
    }

    private void readMain(ShimConnection connection, PodListener listener) {
        int status = -1;
        try {
            while (status < 0) {
                Frame frame = connection.read();
                switch (frame.type()) {
                    case OUTPUT -> log.append(Stream.STDOUT, frame.payload());
                    case ERROR_OUTPUT -> log.append(Stream.STDERR, frame.payload());
                    case OVER -> status = frame.number();
                    default -> {}
                }
            }
        } catch (IOException | InterruptedException e) {
            status = isClosing() ? KILLED : -1;
        }
        limits.look();
        if (sharesPids) {
            pod.cgroup().killLeftovers(id);
        }
        log.end();
        connection.close();
        if (status >= 0) {
            exit.complete(status);
            listener.exited(metadata, status);
        } else {
            exit.completeExceptionally(new SandboxException(
                    Reason.INTERNAL, "the shim of " + title() + " died, and the container with it"));
        }
    }

    @Override
    public ContainerMetadata metadata() {
        return metadata;
    }

    @Override
    public long pid() {
        return pid;
    }

    /** The pid of its first process as a shim sees it. */
    long pidInside() {
        return pidInside;
    }

    @Override
    public long shimPid() {
        Shim process = shim;
        return process == null ? -1 : process.pid();
    }

    @Override
    public boolean outOfMemory() {
        limits.look();
        return limits.outOfMemory();
    }

    @Override
    public List<Incident> incidents() {
        Shim process = shim;
        if (process == null || !process.isAlive() || !ProcStat.runs(pid)) {
            awaitEnd(END_SECONDS);
        }
        limits.look();
        lookAtDisk();
        List<Incident> all = new ArrayList<>(super.incidents());
        all.addAll(limits.incidents());
        return all;
    }

    /** Whether its shim died without having been asked to end. */
    private boolean isLost() {
        Shim process = shim;
        return process != null && !isClosing() && process.endsWithin(Duration.ofSeconds(1));
    }

    @Override
    public ExecResult exec(ExecSpec exec) {
        return exec(exec, STEP_FOLDER);
    }

    @Override
    public ExecResult runHook(ExecSpec exec) {
        return exec(exec, RuncExec.HOOK);
    }

    @Override
    public ExecResult runProbe(ExecSpec exec) {
        return exec(exec, RuncExec.PROBE);
    }

    private ExecResult exec(ExecSpec exec, String folders) {
        try {
            ShimCommand command = new ShimCommand(connect(exec));
            return new ExecRun(command, exec, pod.setup().limits())
                    .toEnd(folders.equals(RuncExec.PROBE), () -> begin(command, exec, folders));
        } catch (IOException e) {
            throw lost(exec, e);
        } finally {
            lookAtDisk();
        }
    }

    /** The writable layer is in the mount namespace of the shim. */
    private void lookAtDisk() {
        try (ShimConnection connection = ShimConnection.open(socket())) {
            connection.send(
                    ShimRequest.PROBE,
                    ShimTexts.encode(List.of(home.resolve("scratch").toString())));
            limits.foundDisk(connection.read().type() == ShimAnswer.FULL);
        } catch (IOException e) {
            // its end was reported, or will be
        }
    }

    @Override
    public ExecSession open(ExecSpec exec) {
        try {
            ShimCommand command = new ShimCommand(connect(exec));
            try {
                begin(command, exec, STEP_FOLDER);
                return RuntimeSession.of(command, "kguard-exec-" + metadata.shortId());
            } catch (IOException | RuntimeException e) {
                command.close();
                throw e;
            }
        } catch (IOException e) {
            throw lost(exec, e);
        }
    }

    private ShimConnection connect(ExecSpec exec) throws IOException {
        if (exit.isDone() || isClosing()) {
            throw notRunning(exec, null);
        }
        return ShimConnection.open(socket());
    }

    /** When a shim dies, its connection breaks before the kernel and the container's reader have reported that. */
    private SandboxException lost(ExecSpec exec, IOException e) {
        awaitEnd(END_SECONDS);
        return notRunning(exec, e);
    }

    private SandboxException notRunning(ExecSpec exec, @Nullable Exception cause) {
        String end = "";
        if (exit.isCompletedExceptionally()) {
            end = "; its shim died, and the container with it";
        } else if (exit.isDone()) {
            end = end();
        }
        return notRunning(exec, end, cause);
    }

    /** Starts a command. It takes the output that arrives before the start is confirmed. */
    private void begin(ShimCommand command, ExecSpec exec, String folders) throws IOException {
        Path folder = home.resolve(folders + execCount.incrementAndGet());
        try {
            Path process = describe(exec, folder);
            Path pidFile = pod.node().work(folder, "pid");
            Path log = pod.node().work(folder, "log");
            String console = exec.tty() ? pod.node().work(folder, "t").toString() : "";
            int flags = ShimConnection.FLAG_STDIN | (exec.tty() ? ShimConnection.FLAG_TTY : 0);
            List<String> words = pod.node().runc().exec(id, process, pidFile, console, log);
            ShimConnection connection = command.control();
            pod.node().standstill().whileRunning(() -> {
                connection.run(flags, pidFile.toString(), console, log.toString(), words);
                awaitStart(
                        connection,
                        Reason.EXEC_NOT_STARTED,
                        exec.title() + " did not start in " + title() + ": ",
                        command::take);
            });
        } catch (SandboxException e) {
            throw exit.isDone() ? notRunning(exec, e) : e;
        } finally {
            FileTrees.delete(folder);
        }
    }

    /** Writes the specification of the process that runc will run. */
    private Path describe(ExecSpec exec, Path folder) {
        try {
            return Files.writeString(
                    Files.createDirectory(folder).resolve("process.json"), Json.write(spec.process(exec)));
        } catch (IOException e) {
            throw new SandboxException(
                    Reason.EXEC_NOT_STARTED,
                    exec.title() + " can't be started in " + title() + ": " + folder + " can't be written: "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public ExecSession attach() {
        ShimConnection connection = main;
        if (connection == null) {
            throw new IllegalStateException("the container has not been started");
        }
        return RuntimeSession.attached(connection, log, exit(), plan().input());
    }

    @Override
    public void signal(int number) {
        ShimConnection connection = main;
        if (connection != null && !exit.isDone()) {
            connection.signal(number);
        }
    }

    @Override
    public void freeze() {
        pod.cgroup().freeze(metadata);
    }

    @Override
    public void unfreeze() {
        pod.cgroup().unfreeze(id, metadata.title());
    }

    @Override
    public void release() {
        limits.look();
        beginClosing();
        Shim process = shim;
        if (process != null) {
            process.release();
        }
    }

    @Override
    public void close() {
        pod.node().standstill().ended(this);
        release();
        log.end();
        pod.cgroup().thaw(id);
        Shim process = shim;
        if (process != null) {
            process.close();
        }
        pod.cgroup().remove(id);
        try {
            pod.sandbox().runc().forget(id);
        } catch (IOException e) {
            throw new SandboxException(
                    Reason.INTERNAL,
                    "what runc remembers of " + metadata.title() + " can't be removed: " + FileFault.of(e),
                    e);
        }
    }
}
