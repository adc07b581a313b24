package io.kguard.sandbox;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A pod on runc: a process that holds its namespaces, and a shim for each container. */
final class RuncPod implements PodSandbox {
    private final RuncSandbox sandbox;
    private final PodPlan plan;
    private final PodSetup setup;
    private final PodListener listener;
    private final PodCgroup cgroup;
    private final List<RuncContainer> containers = new CopyOnWriteArrayList<>();
    private final AtomicInteger containerCount = new AtomicInteger();
    private @Nullable Path folder;
    private volatile @Nullable Shim holder;
    private volatile @Nullable RuncContainer starting;
    private volatile boolean closing;
    private volatile boolean claimed;
    private boolean closed;
    private final CountDownLatch removed = new CountDownLatch(1);

    RuncPod(RuncSandbox sandbox, PodPlan plan, PodSetup setup, PodListener listener) {
        this.sandbox = sandbox;
        this.plan = plan;
        this.setup = setup;
        this.listener = listener;
        this.cgroup = PodCgroup.of(sandbox.cgroups(), plan.cgroupPath())
                .orElseThrow(() -> plan.bad("has a uid that can't be in a path"));
    }

    RuncPod start() {
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
                } catch (SandboxException suppressed) {
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
                : new SandboxException(Reason.INTERNAL, "the pod " + plan.name() + " did not start: " + e, e);
    }

    private void startAll() throws IOException {
        List<Image> images = new ArrayList<>();
        for (Container container : plan.allContainers()) {
            images.add(sandbox.images().find(plan.imageSource(container)));
        }
        Path home = sandbox.state().newPod(plan.cgroupPath());
        folder = home;
        RuncVolumes mounts = new RuncVolumes(home, setup.limits().diskBytes(), sandbox.decoy(), sandbox.images());
        PodVolumes made = new PodVolumes(plan, setup, home, mounts);
        made.make();
        List<ContainerPlan> plans = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            plans.add(new ContainerPlan(plan, plan.allContainers().get(i), images.get(i), made, setup.objects()));
        }
        List<String> lines = new ArrayList<>(List.of("hostname " + plan.hostName()));
        lines.addAll(PodNetwork.lines(plan, setup.peers()));
        lines.addAll(mounts.lines());
        lines.add("end\n");
        Shim process = Shim.start(sandbox.shim(), List.of("pod"), String.join("\n", lines));
        holder = process;
        Files.write(home.resolve("hosts"), PodNetwork.hosts(plan, setup.peers()));
        Files.write(home.resolve("resolv.conf"), PodNetwork.resolver(plan));
        Files.writeString(home.resolve("hostname"), plan.hostName() + "\n");
        cgroup.create();
        process.awaitReady();
        int initCount = plan.initContainers().size();
        for (int i = 0; i < plans.size(); i++) {
            RuncContainer container = startContainer(plans.get(i));
            containers.add(container);
            if (i < initCount && !"Always".equals(plan.initContainers().get(i).getRestartPolicy())) {
                awaitInit(container);
            }
        }
    }

    private RuncContainer startContainer(ContainerPlan container) throws IOException {
        if (closing) {
            throw new SandboxException(Reason.NOT_RUNNING, "the pod " + plan.name() + " is being closed");
        }
        Path home = Files.createDirectory(requireFolder().resolve("c" + containerCount.incrementAndGet()));
        RuncContainer started = new RuncContainer(this, container, home);
        starting = started;
        try {
            started.start(listener);
            return started;
        } catch (IOException e) {
            boolean lost = started.isLost();
            started.close();
            if (lost) {
                String problem = started.metadata().title() + " did not start: its shim died";
                throw new SandboxException(Reason.NOT_STARTED, problem, e);
            }
            throw e;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        } finally {
            starting = null;
        }
    }

    private void awaitInit(RuncContainer container) {
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

    RuncSandbox sandbox() {
        return sandbox;
    }

    PodSetup setup() {
        return setup;
    }

    PodCgroup cgroup() {
        return cgroup;
    }

    PodPlan plan() {
        return plan;
    }

    Path requireFolder() {
        if (folder == null) {
            throw new IllegalStateException("the pod has not been started");
        }
        return folder;
    }

    /** The process that holds the pod's namespaces. */
    long holderPid() {
        Shim process = holder;
        if (process == null) {
            throw new IllegalStateException("the pod has not been started");
        }
        return process.pid();
    }

    @Override
    public Pod pod() {
        return plan.pod();
    }

    @Override
    public String id() {
        return plan.id();
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

    private RuncContainer find(String name) {
        for (RuncContainer container : containers) {
            if (container.name().equals(name)) {
                return container;
            }
        }
        List<String> names = containers.stream().map(RuncContainer::name).toList();
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
                    "the process that holds the network of the pod " + plan.name()
                            + " died, and whatever answered on it"));
        }
        return all;
    }

    @Override
    public synchronized PodContainer restart(String name) {
        RuncContainer old = find(name);
        old.close();
        try (Watchdog watchdog = Watchdog.after(setup.limits().startTimeout(), this::release)) {
            try {
                RuncContainer fresh = startContainer(old.plan());
                containers.replaceAll(container -> container == old ? fresh : container);
                return fresh;
            } catch (RuntimeException | IOException e) {
                throw watchdog.fired() ? startTimedOut(e) : asFailure(e);
            }
        }
    }

    /** Lets everything end, without waiting. */
    void release() {
        closing = true;
        containers.forEach(RuncContainer::release);
        RuncContainer current = starting;
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
        release();
        containers.forEach(RuncContainer::close);
        Shim process = holder;
        if (process != null) {
            process.close();
        }
        try {
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
