// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.fabric8.kubernetes.api.model.Container;
import io.kguard.internal.image.Image;
import io.kguard.internal.sandbox.HostAccess;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A pod on runc: a holder process for its namespaces, and a shim for each container. */
final class RuncPod extends RuntimePod<RuncContainer> {
    /** The files that a kubelet writes for a pod. Containers may write to them, up to a bound. */
    private static final List<String> FILES = List.of("hosts", "hostname", "resolv.conf");

    private static final long FILES_BYTES = 1 << 20;

    private final RuncSandbox sandbox;
    private final AtomicInteger containerCount = new AtomicInteger();
    private @Nullable Node node;
    private Node.@Nullable Decoy decoy;

    RuncPod(RuncSandbox sandbox, PodPlan plan, PodSetup setup, PodListener listener) {
        super(sandbox, plan, setup, listener);
        this.sandbox = sandbox;
    }

    @Override
    public void startAll() throws IOException {
        List<Image> images = new ArrayList<>();
        for (Container container : plan().allContainers()) {
            images.add(sandbox.images().find(plan().imageSource(container), setup().folders()));
        }
        boolean confined = setup().hostAccess() == HostAccess.DECOY;
        node = sandbox.nodes().acquire(nodeName(), confined);
        Path home = newFolder();
        RuncVolumes mounts = new RuncVolumes(node, home, this::needDecoy);
        PodVolumes made = new PodVolumes(plan(), setup(), home, mounts);
        made.make();
        if (setup().hostAccess() != HostAccess.REAL && (plan().hostPid() || plan().hostIpc())) {
            needDecoy();
        }
        List<ContainerPlan> plans = plans(images, made);
        writeFiles(home);
        mounts.add(MountRequest.tmpfs(Files.createDirectory(files()), FILES_BYTES, 0755));
        for (String file : FILES) {
            mounts.add(MountRequest.copy(home.resolve(file), files().resolve(file), 0644));
        }
        PodFrames frames = new PodFrames();
        frames.hostName(plan().hostName());
        frames.network(plan().ip(), setup().peers()).fence(setup().fenced());
        frames.mounts(mounts.requests());
        List<String> arguments = new ArrayList<>(List.of("pod"));
        arguments.addAll(node.arguments(ImageLayers.NONE));
        arguments.addAll(PodNetwork.relayArguments(setup().peers()));
        cgroup().create();
        if (confined) {
            arguments.addAll(List.of("-settings", cgroup().unifiedFolder().toString()));
        }
        if (decoy != null) {
            arguments.addAll(List.of("-volumes", "/proc/" + nodePid() + "/ns/mnt"));
        }
        Shim process = hold(arguments, frames);
        if (confined) {
            cgroup().enable();
            cgroup().weigh();
            cgroup().delegate(node.rootId());
            cgroup().limit(
                            memoryLimit(plans),
                            (long) plans.size() * setup().limits().processes());
        }
        process.awaitReady();
        if (confined) {
            watch(process.pid());
        }
        startContainers(index -> newContainer(plans.get(index), null));
    }

    public Node node() {
        if (node == null) {
            throw new IllegalStateException("the pod has not been started");
        }
        return node;
    }

    /** The folder of these files, in the mounts that the containers share. */
    Path files() {
        return folder().resolve("files");
    }

    private Node.Decoy needDecoy() throws IOException {
        Node.Decoy known = node().decoy(setup());
        decoy = known;
        return known;
    }

    private String nodeName() {
        return setup().node().isEmpty() || setup().hostAccess() == HostAccess.REAL
                ? "of pod " + plan().id()
                : setup().node();
    }

    /** The pid of the node's holder as a shim sees it; 0 if the pod does not use a node. */
    long nodePid() {
        return decoy == null ? 0 : node().inside(decoy.holder().pid());
    }

    @Override
    public Path parentFolder() {
        return node().folder();
    }

    private RuncContainer newContainer(ContainerPlan container, @Nullable RuncContainer target) throws IOException {
        Path home = Files.createDirectory(folder().resolve("c" + containerCount.incrementAndGet()));
        return new RuncContainer(this, container, home, target == null ? 0 : target.pidInside());
    }

    @Override
    public RuncContainer replacement(RuncContainer old) throws IOException {
        return newContainer(old.plan(), null);
    }

    @Override
    public RuncContainer ephemeral(Container container, PodVolumes volumes, @Nullable RuncContainer target)
            throws IOException {
        Image image = sandbox.images().find(plan().imageSource(container), setup().folders());
        return newContainer(new ContainerPlan(plan(), container, image, volumes, setup().objects()), target);
    }

    @Override
    public String startFailure(Exception e) {
        return " did not start: " + e;
    }

    @Override
    public String holderLoss() {
        return "the process that holds the network of the pod " + plan().name()
                + " died, so nothing answers on it any more";
    }

    RuncSandbox sandbox() {
        return sandbox;
    }

    /** The pid of the pod's holder as a shim sees it. */
    long holderPid() {
        return node().inside(holder().pid());
    }

    @Override
    public String id() {
        return plan().id();
    }

    @Override
    public void closeProcesses() {
        release();
        closeContainers();
    }

    @Override
    public void closeSurroundings() {
        if (node != null) {
            sandbox.nodes().release(nodeName());
        }
    }
}
