package io.kguard.sandbox;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.sandbox.SandboxException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Runs pods with runc. */
final class RuncSandbox implements Sandbox {
    private final SandboxOptions options;
    private final List<CgroupMount> cgroups;
    private final StateFolder state;
    private final ImageStore images;
    private final DecoyHost decoy;
    private final Runc runc;
    private final Path shim;
    private final Set<RuncPod> pods = ConcurrentHashMap.newKeySet();
    private final CgroupClaims claims = new CgroupClaims();
    private volatile boolean closed;

    private RuncSandbox(SandboxOptions options, List<CgroupMount> cgroups, StateFolder state, ImageCache cache) {
        this.options = options;
        this.cgroups = cgroups;
        this.state = state;
        this.images = new ImageStore(cache, options.images());
        this.decoy = new DecoyHost(cache);
        this.runc = Runc.find(options.runc(), state.home().resolve("runc"));
        this.shim = NativeProgram.SHIM.install(cache.home());
    }

    static RuncSandbox open(SandboxOptions options) {
        requireRoot();
        Runc.find(options.runc(), options.stateDirectory());
        List<CgroupMount> cgroups = CgroupMount.all();
        if (cgroups.isEmpty()) {
            throw new SandboxException(
                    Reason.NOT_SUPPORTED,
                    "no cgroup hierarchy is mounted on this machine, and runc needs one. Mount it on /sys/fs/cgroup.");
        }
        ImageCache cache = new ImageCache(options.imageCache());
        try {
            StateFolder.sweep(options.stateDirectory(), cgroups);
            cache.sweep();
            StateFolder state = StateFolder.create(options.stateDirectory(), cgroups);
            try {
                return new RuncSandbox(options, cgroups, state, cache);
            } catch (SandboxException e) {
                state.remove();
                throw e;
            }
        } catch (IOException e) {
            throw new SandboxException(
                    Reason.INTERNAL, "the sandbox can't work in " + options.stateDirectory() + ": " + e, e);
        }
    }

    static void requireRoot() {
        try {
            Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            if (!uid.equals(0)) {
                throw new SandboxException(
                        Reason.NOT_SUPPORTED,
                        "containers need root, and this JVM runs as uid " + uid
                                + ". Run it as root, or replay captures, which needs no privileges.");
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new SandboxException(
                    Reason.NOT_SUPPORTED, "containers need Linux with /proc, which this machine lacks", e);
        }
    }

    @Override
    public ContainerRuntime runtime() {
        return ContainerRuntime.RUNC;
    }

    @Override
    public PodSetup setup() {
        return options.setup();
    }

    @Override
    public PodSandbox start(Pod pod, PodSetup setup, PodListener listener) {
        if (closed) {
            throw new SandboxException(Reason.NOT_RUNNING, "the sandbox is closed");
        }
        RuncPod started = new RuncPod(this, new PodPlan(pod, PodNetwork.newAddress()), setup, listener);
        pods.add(started);
        if (closed) {
            started.close();
        }
        return started.start();
    }

    Runc runc() {
        return runc;
    }

    Path shim() {
        return shim;
    }

    ImageStore images() {
        return images;
    }

    DecoyHost decoy() {
        return decoy;
    }

    @Override
    public Path newFolder() {
        return state.newFolder();
    }

    StateFolder state() {
        return state;
    }

    List<CgroupMount> cgroups() {
        return cgroups;
    }

    /** Whether there is nothing but cgroup v2. */
    boolean unifiedCgroups() {
        return cgroups.stream().allMatch(CgroupMount::unified);
    }

    CgroupClaims claims() {
        return claims;
    }

    void forget(RuncPod pod) {
        pods.remove(pod);
    }

    @Override
    public void close() {
        closed = true;
        List<RuncPod> open = List.copyOf(pods);
        open.forEach(RuncPod::release);
        open.forEach(RuncPod::close);
        try {
            state.remove();
        } catch (IOException e) {
            throw new SandboxException(Reason.INTERNAL, "the sandbox's files can't be removed: " + e, e);
        }
    }
}
