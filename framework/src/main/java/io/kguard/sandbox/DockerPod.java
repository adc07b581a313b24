package io.kguard.sandbox;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A pod on Docker, as a kubelet has it there: a container that holds the namespaces, and one for each of the pod's. A
 * process of ours plays the peers on its network, and ends all of it if the JVM ends.
 */
final class DockerPod implements PodSandbox {
    private final DockerSandbox sandbox;
    private final PodPlan plan;
    private final PodSetup setup;
    private final PodListener listener;
    private final PodCgroup cgroup;
    private final List<DockerContainer> containers = new CopyOnWriteArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private @Nullable Path folder;
    private @Nullable DockerVolumes volumes;
    private volatile @Nullable LaunchedContainer pause;
    private volatile @Nullable Shim holder;
    private volatile @Nullable DockerContainer starting;
    private volatile boolean closing;
    private final CountDownLatch removed = new CountDownLatch(1);
    private volatile boolean claimed;
    private boolean closed;

    DockerPod(DockerSandbox sandbox, PodPlan plan, PodSetup setup, PodListener listener) {
        this.sandbox = sandbox;
        this.plan = plan;
        this.setup = setup;
        this.listener = listener;
        this.cgroup = PodCgroup.of(sandbox.cgroups(), plan.cgroupPath())
                .orElseThrow(() -> plan.bad("has a uid that can't be in a path"));
    }

    DockerPod start() {
        claimed = sandbox.claims()
                .claim(plan.cgroupPath(), removed, setup.limits().startTimeout());
        if (!claimed) {
            close();
            throw new SandboxException(
                    Reason.BAD_REQUEST,
                    "the pod " + plan.name() + " can't run: another pod with its uid, " + plan.uid() + ", runs");
        }
        try (Watchdog watchdog = Watchdog.after(setup.limits().startTimeout(), this::release)) {
            try {
                startAll();
                return this;
            } catch (RuntimeException | IOException e) {
                SandboxException failure = watchdog.fired() ? startTimedOut(e) : asFailure(e);
                try {
                    close();
                } catch (RuntimeException suppressed) {
                    failure.addSuppressed(suppressed);
                }
                throw failure;
            }
        }
    }

    private SandboxException startTimedOut(Exception cause) {
        return new SandboxException(
                Reason.TIMEOUT,
                "the pod " + plan.name() + " did not start within "
                        + setup.limits().startTimeout().toMillis() + " ms",
                cause);
    }

    private SandboxException asFailure(Exception e) {
        return e instanceof SandboxException known
                ? known
                : new SandboxException(
                        Reason.INTERNAL,
                        "the pod " + plan.name() + " did not start on Docker: "
                                + DockerMessages.reason(String.valueOf(e.getMessage())),
                        e);
    }

    private void startAll() throws IOException {
        List<DockerImages.Found> images = new ArrayList<>();
        for (Container container : plan.allContainers()) {
            images.add(sandbox.images().find(plan.imageSource(container)));
        }
        Path home = sandbox.state().newPod(plan.cgroupPath());
        folder = home;
        DockerVolumes mounts = new DockerVolumes(
                sandbox.client(),
                Map.of(DockerSandbox.OWNER_LABEL, sandbox.state().owner()),
                home,
                sandbox.decoy(),
                sandbox.files());
        volumes = mounts;
        PodVolumes made = new PodVolumes(plan, setup, home, mounts);
        made.make();
        List<ContainerPlan> plans = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            plans.add(new ContainerPlan(
                    plan, plan.allContainers().get(i), images.get(i).image(), made, setup.objects()));
        }
        Files.write(home.resolve("hosts"), PodNetwork.hosts(plan, setup.peers()));
        Files.write(home.resolve("resolv.conf"), PodNetwork.resolver(plan));
        Files.writeString(home.resolve("hostname"), plan.hostName() + "\n");
        startPause(mounts);
        int initCount = plan.initContainers().size();
        for (int i = 0; i < plans.size(); i++) {
            DockerContainer container =
                    startContainer(plans.get(i), images.get(i).dockerName());
            containers.add(container);
            if (i < initCount && !"Always".equals(plan.initContainers().get(i).getRestartPolicy())) {
                awaitInit(container);
            }
        }
    }

    private void startPause(DockerVolumes mounts) throws IOException {
        String image = sandbox.images().find("base").dockerName();
        LaunchedContainer first = new LaunchedContainer(
                image, command -> DockerSpec.configurePause(command, this, mounts.mounts()), id -> {});
        pause = first;
        first.start();
        Long pid = first.getCurrentContainerInfo().getState().getPidLong();
        if (pid == null || pid == 0) {
            throw new SandboxException(Reason.NOT_STARTED, "the pod's first container ended at once");
        }
        List<String> lines = new ArrayList<>(PodNetwork.lines(plan, setup.peers()));
        lines.addAll(mounts.complete(pid));
        lines.add("end\n");
        List<String> arguments =
                new ArrayList<>(List.of("pod", "-cgroup", cgroupFolder(pid).toString()));
        if (!(realHost() && plan.hostNetwork())) {
            arguments.addAll(List.of("-network", "/proc/" + pid + "/ns/net"));
        }
        Shim process = Shim.start(sandbox.shim(), arguments, String.join("\n", lines));
        holder = process;
        process.awaitReady();
    }

    /** The pod's cgroup, which the daemon has made, in a hierarchy that is as good as any other. */
    private Path cgroupFolder(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
            String[] parts = line.split(":", 3);
            Path pod = Path.of(parts[2]).getParent();
            for (CgroupMount mount : sandbox.cgroups()) {
                boolean same = parts[1].isEmpty() ? mount.unified() : mount.controls(parts[1]);
                if (same && pod != null && pod.toString().contains("pod")) {
                    return mount.path().resolve(pod.toString().substring(1));
                }
            }
        }
        throw new SandboxException(Reason.INTERNAL, "the pod " + plan.name() + " has no cgroup of its own on Docker");
    }

    private DockerContainer startContainer(ContainerPlan container, String image) {
        if (closing) {
            throw new SandboxException(Reason.NOT_RUNNING, "the pod " + plan.name() + " is being closed");
        }
        DockerContainer started = new DockerContainer(this, container, image, attempts.getAndIncrement(), listener);
        starting = started;
        try {
            started.start();
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        } finally {
            starting = null;
        }
    }

    private void awaitInit(DockerContainer container) {
        int status;
        try {
            status = container.exit().join();
        } catch (CompletionException e) {
            throw asFailure(e);
        }
        container.close();
        if (status != 0) {
            throw new SandboxException(
                    Reason.NOT_STARTED,
                    "the init container " + container.name() + " of the pod " + plan.name() + " ended with status "
                            + status + container.lastOutput());
        }
    }

    DockerSandbox sandbox() {
        return sandbox;
    }

    PodPlan plan() {
        return plan;
    }

    PodSetup setup() {
        return setup;
    }

    PodCgroup cgroup() {
        return cgroup;
    }

    DockerVolumes volumes() {
        return Objects.requireNonNull(volumes);
    }

    Path folder() {
        return Objects.requireNonNull(folder);
    }

    boolean realHost() {
        return setup.hostAccess() == HostAccess.REAL;
    }

    @Override
    public Pod pod() {
        return plan.pod();
    }

    @Override
    public String id() {
        return Objects.requireNonNull(pause).getContainerId();
    }

    @Override
    public String ip() {
        return plan.ip();
    }

    @Override
    public List<PodContainer> containers() {
        return List.copyOf(containers);
    }

    @Override
    public PodContainer container(String name) {
        return find(name.isEmpty() ? plan.spec().getContainers().get(0).getName() : name);
    }

    private DockerContainer find(String name) {
        for (DockerContainer container : containers) {
            if (container.name().equals(name)) {
                return container;
            }
        }
        List<String> names = containers.stream().map(DockerContainer::name).toList();
        throw new SandboxException(
                Reason.BAD_REQUEST,
                "the pod " + plan.name() + " has no container " + name + "; it has " + String.join(", ", names));
    }

    @Override
    public List<Incident> incidents() {
        if (closing) {
            return List.of();
        }
        List<Incident> all = new ArrayList<>(PodSandbox.super.incidents());
        Shim process = holder;
        if (process != null && !process.isAlive()) {
            all.add(new Incident(
                    Incident.Kind.LOST,
                    "the process that plays the peers of the pod " + plan.name()
                            + " died, and whatever answered on its network"));
        }
        return all;
    }

    @Override
    public synchronized PodContainer restart(String name) {
        DockerContainer old = find(name);
        old.close();
        try (Watchdog watchdog = Watchdog.after(setup.limits().startTimeout(), this::release)) {
            try {
                DockerContainer fresh = startContainer(old.plan(), old.image());
                containers.replaceAll(container -> container == old ? fresh : container);
                return fresh;
            } catch (RuntimeException e) {
                throw watchdog.fired() ? startTimedOut(e) : asFailure(e);
            }
        }
    }

    /** Lets everything end, without waiting. */
    void release() {
        closing = true;
        containers.forEach(DockerContainer::release);
        DockerContainer current = starting;
        if (current != null) {
            current.release();
        }
        Shim process = holder;
        if (process != null) {
            process.release();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        closing = true;
        try {
            containers.forEach(DockerContainer::close);
            Shim process = holder;
            if (process != null) {
                process.close();
            }
            LaunchedContainer first = pause;
            if (first != null) {
                first.stop();
            }
            if (volumes != null) {
                volumes.remove();
            }
            if (claimed) {
                cgroup.remove();
                cgroup.removeParents();
            }
            if (folder != null) {
                FileTrees.delete(folder);
            }
        } catch (IOException e) {
            throw new SandboxException(
                    Reason.INTERNAL, "the files of the pod " + plan.name() + " can't be removed: " + e, e);
        } finally {
            sandbox.forget(this);
            sandbox.claims().release(plan.cgroupPath(), removed);
        }
    }
}
