// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.image.ImageCache;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.internal.sensor.MachineAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs pods with runc. */
final class RuncSandbox extends RuntimeSandbox<RuncPod> {
    private final ImageStore images;
    private final Runc runc;
    private final Nodes nodes = new Nodes(this);
    private @Nullable Map<Path, Path> runcFiles;
    private @Nullable SealedRunc sealedRunc;

    private RuncSandbox(SandboxOptions options, List<CgroupMount> cgroups, StateFolder state, ImageCache cache) {
        super(options, cgroups, state, cache);
        this.images = new ImageStore(cache, options.images());
        this.runc = Runc.find(options.runc(), state.home().resolve("runc"));
    }

    public static RuncSandbox open(SandboxOptions options) {
        requireCapabilities();
        Runc.find(options.runc(), options.stateDirectory());
        List<CgroupMount> cgroups = CgroupMount.all();
        if (cgroups.isEmpty()) {
            throw new SandboxException(
                    Reason.NOT_SUPPORTED,
                    "no cgroup hierarchy of the machine is mounted, and runc needs one. Mount it on /sys/fs/cgroup; in a container, "
                            + MachineAccess.CGROUPS_OF_MACHINE + ".");
        }
        return open(options, cgroups, (state, cache) -> new RuncSandbox(options, cgroups, state, cache));
    }

    private static void requireCapabilities() {
        try {
            Optional<String> missing = MachineAccess.missingForPods();
            if (missing.isPresent()) {
                throw new SandboxException(Reason.NOT_SUPPORTED, missing.get() + ".");
            }
        } catch (IOException e) {
            throw new SandboxException(
                    Reason.INTERNAL, "this process's capabilities can't be read: " + FileFault.of(e), e);
        }
    }

    @Override
    public ContainerRuntime runtime() {
        return ContainerRuntime.RUNC;
    }

    @Override
    public RuncPod newPod(PodPlan plan, PodSetup setup, PodListener listener) {
        return new RuncPod(this, plan, setup, listener);
    }

    Runc runc() {
        return runc;
    }

    /** The files that runc needs in a jail. They are searched once, because programs of many megabytes must be read. */
    synchronized Map<Path, Path> runcFiles() throws IOException {
        if (runcFiles == null) {
            runcFiles = runc.files();
        }
        return runcFiles;
    }

    /** The copy of runc that all containers of this sandbox share; created on first use. */
    synchronized SealedRunc sealedRunc() throws IOException {
        if (sealedRunc == null) {
            sealedRunc = SealedRunc.of(runc, shim());
        }
        return sealedRunc;
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            synchronized (this) {
                if (sealedRunc != null) {
                    sealedRunc.close();
                }
            }
        }
    }

    Nodes nodes() {
        return nodes;
    }

    ImageStore images() {
        return images;
    }

    /** Where the freezer hierarchy is mounted, if it is version 1. */
    Optional<Path> freezer() {
        return cgroups().stream()
                .filter(mount -> mount.controls("freezer"))
                .map(CgroupMount::path)
                .findFirst();
    }

    /** Whether the machine has only cgroup v2. */
    boolean unifiedCgroups() {
        return cgroups().stream().allMatch(CgroupMount::unified);
    }
}
