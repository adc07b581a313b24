// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.internal.file.FileFault;
import io.kguard.internal.image.ImageCache;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.internal.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Runs pods on a local runtime: the part that runc and Docker share. */
abstract class RuntimeSandbox<P extends RuntimePod<?>> implements Sandbox {
    private final SandboxOptions options;
    private final List<CgroupMount> cgroups;
    private final StateFolder state;
    private final ImageCache cache;
    private final DecoyHost decoy;
    private final Path shim;
    private final Set<P> pods = ConcurrentHashMap.newKeySet();
    private final EndWithTheJvm end = new EndWithTheJvm(this::closeAtOnce);
    private volatile boolean closed;

    public RuntimeSandbox(SandboxOptions options, List<CgroupMount> cgroups, StateFolder state, ImageCache cache) {
        this.options = options;
        this.cgroups = cgroups;
        this.state = state;
        this.cache = cache;
        this.decoy = new DecoyHost(cache);
        this.shim = NativeProgram.SHIM.install(cache);
    }

    /** Makes the sandbox of a runtime of what each of them has. */
    interface Maker<S> {
        S make(StateFolder state, ImageCache cache);
    }

    /** Removes what killed JVMs left, and makes a sandbox. Leaves nothing if that fails. */
    static <S extends RuntimeSandbox<?>> S open(SandboxOptions options, List<CgroupMount> cgroups, Maker<S> maker) {
        try {
            StateFolder.sweep(options.stateDirectory(), cgroups);
            ImageCache cache = new ImageCache(options.imageCache());
            cache.sweep();
            StateFolder state = StateFolder.create(options.stateDirectory(), cgroups);
            try {
                return maker.make(state, cache);
            } catch (RuntimeException e) {
                state.remove();
                cache.close();
                throw e;
            }
        } catch (IOException e) {
            throw new SandboxException(
                    Reason.INTERNAL,
                    "the sandbox can't work in " + options.stateDirectory() + ": " + FileFault.of(e),
                    e);
        }
    }

    public abstract P newPod(PodPlan plan, PodSetup setup, PodListener listener);

    @Override
    public PodSetup setup() {
        return options.setup();
    }

    @Override
    public PodSandbox start(Pod pod, PodSetup setup, PodListener listener) {
        if (closed) {
            throw new SandboxException(Reason.NOT_RUNNING, "the sandbox is closed");
        }
        P started = newPod(new PodPlan(pod, PodNetwork.newAddress()), setup, listener);
        pods.add(started);
        if (closed) {
            started.close();
        }
        started.start(); // fails if the pod is closed
        return started;
    }

    @Override
    public Path newFolder() {
        return state.newFolder();
    }

    public List<CgroupMount> cgroups() {
        return cgroups;
    }

    public StateFolder state() {
        return state;
    }

    public DecoyHost decoy() {
        return decoy;
    }

    public Path shim() {
        return shim;
    }

    void forget(RuntimePod<?> pod) {
        pods.remove(pod);
    }

    List<P> pods() {
        return List.copyOf(pods);
    }

    /** Registers the removal of everything for when a signal ends the JVM. */
    public void closeWithTheJvm() {
        end.register();
    }

    /** The JVM is ending. Other threads that use pods see them end, and files that they still write are removed too. */
    private void closeAtOnce() throws IOException {
        closed = true;
        List<P> all = pods();
        all.forEach(RuntimePod::release);
        all.parallelStream().forEach(RuntimePod::close);
        state.removeWhileInUse();
    }

    @Override
    public void close() {
        end.unregister();
        closed = true;
        pods().forEach(RuntimePod::release); // let all end in parallel before waiting for the first
        pods().forEach(RuntimePod::close);
        try {
            state.remove();
            cache.close();
        } catch (IOException e) {
            throw new SandboxException(Reason.INTERNAL, "the sandbox's files can't be removed: " + FileFault.of(e), e);
        }
    }
}
