// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.internal.file.FileFault;
import io.kguard.internal.image.FileTrees;
import io.kguard.internal.image.Image;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.workload.Peer;
import io.kguard.workload.PodRules;
import io.kguard.workload.UnsimulatedField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A pod of a local runtime: the part that runc and Docker share. A process of kguard, the holder, runs the peers on its
 * network.
 */
abstract class RuntimePod<C extends RuntimeContainer> implements PodSandbox {
    private static final int SIGKILL = 9;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final RuntimeSandbox<?> sandbox;
    private final PodPlan plan;
    private final PodSetup setup;
    private final PodListener listener;
    private final PodCgroup cgroup;
    private volatile @Nullable Shim holder;
    private volatile @Nullable PodWatch watch;
    private final List<C> containers = new CopyOnWriteArrayList<>();
    /** Incidents of containers that were replaced. */
    private final List<Incident> past = new CopyOnWriteArrayList<>();

    private @Nullable Path folder;
    private @Nullable PodVolumes volumes;
    private volatile @Nullable C starting;
    private volatile boolean ran;
    private volatile boolean closing;
    private volatile @Nullable CgroupClaim claim;
    private volatile Runnable readiness = () -> {};
    private final List<UnsimulatedField> added = new CopyOnWriteArrayList<>();
    private boolean closed;

    public RuntimePod(RuntimeSandbox<?> sandbox, PodPlan plan, PodSetup setup, PodListener listener) {
        this.sandbox = sandbox;
        this.plan = plan;
        this.setup = setup;
        this.listener = listener;
        this.cgroup = PodCgroup.of(sandbox.cgroups(), plan.cgroupPath())
                .orElseThrow(() -> plan.bad("has a uid that can't be in a path"));
    }

    /** Creates everything of the pod, and its containers by {@link #startContainers}. */
    public abstract void startAll() throws IOException;

    /** A container that replaces one that has ended. It is not started yet. */
    public abstract C replacement(C old) throws IOException;

    /** A container that is added to the running ones. It is not started yet. */
    public abstract C ephemeral(Container container, PodVolumes volumes, @Nullable C target) throws IOException;

    /** Why the pod did not start, for a message. */
    public abstract String startFailure(Exception e);

    /** What is lost if the holder dies, for a message. */
    public abstract String holderLoss();

    /** Ends the processes of the pod, and removes the runtime's state of it. */
    public abstract void closeProcesses() throws IOException;

    /** Releases what the pod shares with others. None of its processes runs any more. */
    public void closeSurroundings() {}

    final void start() {
        claim();
        startClaimed();
    }

    private synchronized void startClaimed() {
        if (closing) {
            releaseClaim();
        }
        requireOpen();
        try (Watchdog watchdog = Watchdog.after(setup.limits().startTimeout(), this::release)) {
            try {
                startAll();
                ran = true;
            } catch (RuntimeException | IOException e) {
                SandboxException failure = watchdog.fired() ? startTimedOut(watchdog.limit(), e) : asFailure(e);
                try {
                    close();
                } catch (RuntimeException suppressed) {
                    failure.addSuppressed(suppressed);
                }
                throw failure;
            }
        }
    }

    private void claim() {
        try {
            claim = CgroupClaim.take(plan.cgroupPath(), setup.limits().startTimeout())
                    .orElse(null);
        } catch (IOException e) {
            close();
            throw asFailure(e);
        }
        if (claim == null) {
            close();
            throw new SandboxException(
                    Reason.BAD_REQUEST,
                    "the pod " + plan.name() + " can't run: another pod with its uid, " + plan.uid()
                            + ", runs, here or in another JVM of this machine");
        }
        // a killed JVM may have left a pod with this uid
        cgroup.remove();
    }

    private SandboxException startTimedOut(Duration limit, Exception cause) {
        return new SandboxException(
                Reason.TIMEOUT,
                "the pod " + plan.name() + " did not start within " + limit.toMillis() + " ms; "
                        + containers.size() + " of " + plan.allContainers().size() + " containers had started: "
                        + cause.getMessage(),
                cause);
    }

    private SandboxException asFailure(Exception e) {
        return e instanceof SandboxException known
                ? known
                : new SandboxException(Reason.INTERNAL, "the pod " + plan.name() + startFailure(e), e);
    }

    /** The parent of the pod's folder. */
    public Path parentFolder() {
        return sandbox.state().home();
    }

    /** Creates the pod's folder. */
    public final Path newFolder() throws IOException {
        Path made = sandbox.state().newPod(parentFolder(), plan.cgroupPath());
        folder = made;
        return made;
    }

    /** Writes the files that a kubelet writes for a pod. */
    public final void writeFiles(Path home) throws IOException {
        Files.write(home.resolve("hosts"), PodNetwork.hosts(plan, setup.peers()));
        Files.write(home.resolve("resolv.conf"), PodNetwork.resolver(plan));
        Files.writeString(home.resolve("hostname"), plan.hostName() + "\n");
    }

    public final List<ContainerPlan> plans(List<Image> images, PodVolumes made) {
        volumes = made;
        List<ContainerPlan> plans = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            plans.add(new ContainerPlan(plan, plan.allContainers().get(i), images.get(i), made, setup.objects()));
        }
        long processes = (long) plans.size() * setup.limits().processes();
        setup.budget().take(plan.id(), plan.name(), memoryLimit(plans), processes);
        return plans;
    }

    /** The memory of all containers together. */
    public final long memoryLimit(List<ContainerPlan> plans) {
        return plans.stream()
                .mapToLong(container -> container.memoryLimit(setup.limits()))
                .sum();
    }

    /** Creates a container of the pod, which is not started yet. */
    public interface ContainerMaker<C> {
        C make(int index) throws IOException;
    }

    /** Starts the pod's containers in order, and waits for each init container to end. */
    public final void startContainers(ContainerMaker<C> maker) throws IOException {
        int initCount = plan.initContainers().size();
        for (int i = 0; i < plan.allContainers().size(); i++) {
            requireOpen();
            C container = started(maker.make(i));
            containers.add(container);
            if (i < initCount && !PodRules.isSidecar(plan.initContainers().get(i))) {
                awaitInit(container);
            } else if (i < initCount
                    && !container.probes().awaitStartUp(setup.limits().startTimeout())) {
                throw new SandboxException(
                        Reason.NOT_STARTED,
                        "the sidecar " + container.name() + " of the pod " + plan.name() + " did not start up: "
                                + String.join("; ", container.probes().last()));
            }
        }
    }

    private void requireOpen() {
        if (closing) {
            throw new SandboxException(Reason.NOT_RUNNING, "the pod " + plan.name() + " is being closed");
        }
    }

    private C started(C container) throws IOException {
        starting = container;
        try {
            container.start();
            Optional<Incident> failure =
                    LifecycleHook.postStart(container, setup.limits().startTimeout());
            if (failure.isPresent()) {
                past.add(failure.get());
                container.signal(SIGKILL);
            } else {
                container.watchedBy(ContainerProbes.begin(
                        container,
                        () -> {
                            container.changed();
                            readiness.run();
                        },
                        past::add,
                        () -> end(container)));
            }
            return container;
        } catch (RuntimeException | IOException e) {
            container.close();
            throw e;
        } finally {
            starting = null;
        }
    }

    /** Ends a container, which its restart policy may start again. */
    private void end(C container) {
        LifecycleHook.stop(container, plan.grace()).ifPresent(past::add);
        container.signal(SIGKILL);
    }

    private void awaitInit(C container) {
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

    public final PodPlan plan() {
        return plan;
    }

    public final PodSetup setup() {
        return setup;
    }

    public final PodListener listener() {
        return listener;
    }

    public final PodCgroup cgroup() {
        return cgroup;
    }

    public final Path folder() {
        if (folder == null) {
            throw new IllegalStateException("the pod has not been started");
        }
        return folder;
    }

    @Override
    public Pod pod() {
        return plan.pod();
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

    private C find(String name) {
        for (C container : containers) {
            if (container.name().equals(name)) {
                return container;
            }
        }
        List<String> names = containers.stream().map(RuntimeContainer::name).toList();
        throw new SandboxException(
                Reason.BAD_REQUEST,
                "the pod " + plan.name() + " has no container " + name + "; it has " + String.join(", ", names));
    }

    @Override
    public List<Incident> incidents() {
        List<Incident> all = new ArrayList<>(past);
        if (!closing) {
            all.addAll(present());
        }
        return all;
    }

    /** Incidents of the current containers and of the holder. */
    private List<Incident> present() {
        List<Incident> all = new ArrayList<>(PodSandbox.super.incidents());
        Shim process = holder;
        if (process != null && !process.isAlive()) {
            all.add(new Incident(Incident.Kind.LOST, holderLoss()));
        }
        return all;
    }

    @Override
    public List<UnsimulatedField> unsimulated() {
        List<UnsimulatedField> all = new ArrayList<>(UnsimulatedField.of(pod()));
        all.addAll(added);
        return all;
    }

    @Override
    public List<String> awaitProbes() {
        return containers.stream()
                .flatMap(container -> container.probes().awaitRun().stream())
                .toList();
    }

    @Override
    public List<String> awaitReady() {
        long deadline = System.nanoTime() + setup.limits().startTimeout().toNanos();
        List<String> late = new ArrayList<>();
        for (C container : containers) {
            if (!container.awaitReady(deadline)) {
                late.add(container.metadata().title() + " is not ready: "
                        + String.join("; ", container.probes().last()));
            }
        }
        return late;
    }

    @Override
    public void markProbes() {
        containers.forEach(container -> container.probes().mark());
    }

    @Override
    public void endProbes() {
        containers.forEach(container -> container.probes().end());
    }

    @Override
    public void onReadiness(Runnable listener) {
        readiness = listener;
    }

    @Override
    public void terminate() {
        long deadline = System.nanoTime() + plan.grace().toNanos();
        List<String> sidecars =
                plan.initContainers().stream().map(Container::getName).toList();
        terminate(
                containers.stream()
                        .filter(container -> !sidecars.contains(container.name()))
                        .toList(),
                deadline);
        for (int i = sidecars.size() - 1; i >= 0; i--) {
            String name = sidecars.get(i);
            terminate(
                    containers.stream()
                            .filter(container -> container.name().equals(name))
                            .toList(),
                    deadline);
        }
    }

    /** Prepares containers for their end, all at once. */
    private void terminate(List<C> some, long deadline) {
        List<Thread> threads = new ArrayList<>();
        for (C container : some) {
            container.probes().cancel();
            Duration left = Duration.ofNanos(Math.max(NANOS_PER_SECOND, deadline - System.nanoTime()));
            Thread thread = new Thread(
                    () -> LifecycleHook.stop(container, left).ifPresent(past::add),
                    "kguard-end-" + container.metadata().shortId());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public List<Peer> peers() {
        return setup.peers();
    }

    @Override
    public void fence(List<Peer> fenced) {
        holder().ask(PodFrames.fenceNow(fenced));
    }

    @Override
    public Reach reach(String address, int port) {
        return Reach.valueOf(holder().ask(PodFrames.probe(address, port)).toUpperCase(Locale.ROOT));
    }

    /** Starts the process that holds what the pod's containers share. */
    final Shim hold(List<String> arguments, PodFrames frames) {
        Shim process = Shim.start(sandbox.shim(), arguments, frames.toBytes());
        holder = process;
        return process;
    }

    final Shim holder() {
        Shim process = holder;
        if (process == null) {
            throw new IllegalStateException("the pod has not been started");
        }
        return process;
    }

    @Override
    public Set<Long> freeze() {
        Set<Long> stopped = new TreeSet<>();
        for (C container : containers) {
            if (!container.exit().isDone()) {
                stopped.addAll(cgroup.freeze(container.metadata()));
            }
        }
        return stopped;
    }

    @Override
    public synchronized PodContainer restart(String name) {
        C old = find(name);
        past.addAll(old.incidents());
        old.probes().cancel();
        old.close();
        C fresh = startAnother(() -> replacement(old));
        containers.replaceAll(container -> container == old ? fresh : container);
        return fresh;
    }

    @Override
    public synchronized PodContainer addEphemeral(Container container, String target) {
        PodVolumes known = volumes;
        if (known == null) {
            throw new IllegalStateException("the pod has not been started");
        }
        plan.check(container, containers.stream().map(C::name).toList());
        C fresh = startAnother(() -> ephemeral(container, known, target.isEmpty() ? null : find(target)));
        containers.add(fresh);
        added.addAll(UnsimulatedField.of(container));
        return fresh;
    }

    /** Creates a container of a running pod. */
    private interface Another<C> {
        C make() throws IOException;
    }

    private C startAnother(Another<C> another) {
        try (Watchdog watchdog = Watchdog.after(setup.limits().startTimeout(), this::release)) {
            try {
                requireOpen();
                return started(another.make());
            } catch (RuntimeException | IOException e) {
                throw watchdog.fired() ? startTimedOut(watchdog.limit(), e) : asFailure(e);
            }
        }
    }

    /** Begins to look at the pod for what the kernel does not bound, and ends it if it takes too much. */
    public final void watch(long holderPid) {
        watch = new PodWatch(cgroup, plan.name(), holderPid, incident -> {
            past.add(incident);
            release();
        });
    }

    /** Starts to end everything, without waiting. */
    public final void release() {
        closing = true;
        PodWatch looking = watch;
        if (looking != null) {
            looking.close();
        }
        containers.forEach(container -> container.probes().cancel());
        containers.forEach(RuntimeContainer::release);
        C current = starting;
        if (current != null) {
            current.release();
        }
        Shim process = holder;
        if (process != null) {
            process.release();
        }
    }

    /** Ends the containers and then the holder. */
    public final void closeContainers() {
        containers.forEach(RuntimeContainer::close);
        Shim process = holder;
        if (process != null) {
            process.close();
        }
    }

    @Override
    public void close() {
        if (ran && !closing) {
            past.addAll(present());
        }
        release(); // so that a start in progress ends
        removeAll();
    }

    private synchronized void removeAll() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            closeProcesses();
            if (claim != null) {
                cgroup.remove();
                cgroup.removeParents();
            }
            closeSurroundings();
            if (folder != null) {
                FileTrees.delete(folder);
            }
        } catch (IOException e) {
            throw new SandboxException(
                    Reason.INTERNAL,
                    "the files of the pod " + plan.name() + " can't be removed: " + FileFault.of(e),
                    e);
        } finally {
            setup.budget().giveBack(plan.id());
            sandbox.forget(this);
            releaseClaim();
        }
    }

    private void releaseClaim() {
        CgroupClaim held = claim;
        if (held != null) {
            try {
                held.release();
            } catch (IOException e) {
                throw new SandboxException(Reason.INTERNAL, "a file lock can't be released: " + FileFault.of(e), e);
            }
        }
    }
}
