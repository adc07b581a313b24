package io.kguard.sandbox;

import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A pod on runc: a process that holds its namespaces, and a shim for each container. */
final class RuncPod extends RuntimePod<RuncContainer> {
    private final RuncSandbox sandbox;
    private final AtomicInteger containerCount = new AtomicInteger();
    private @Nullable Node node;

    RuncPod(RuncSandbox sandbox, PodPlan plan, PodSetup setup, PodListener listener) {
        super(sandbox, plan, setup, listener);
        this.sandbox = sandbox;
    }

    @Override
    void startAll() throws IOException {
        List<Image> images = new ArrayList<>();
        for (Container container : plan().allContainers()) {
            images.add(sandbox.images().find(plan().imageSource(container)));
        }
        Path home = newFolder();
        RuncVolumes mounts = new RuncVolumes(home, this::needNode);
        PodVolumes made = new PodVolumes(plan(), setup(), home, mounts);
        made.make();
        if (setup().hostAccess() == HostAccess.DECOY && (plan().hostPid() || plan().hostIpc())) {
            needNode();
        }
        List<ContainerPlan> plans = plans(images, made);
        List<String> lines = new ArrayList<>(List.of("hostname " + plan().hostName()));
        lines.addAll(PodNetwork.lines(plan().ip(), setup().peers()));
        lines.addAll(mounts.lines());
        lines.add("end\n");
        List<String> arguments = new ArrayList<>(List.of("pod"));
        if (node != null) {
            arguments.addAll(List.of("-volumes", "/proc/" + node.holderPid() + "/ns/mnt"));
        }
        Shim process = Shim.start(sandbox.shim(), arguments, String.join("\n", lines));
        holder = process;
        writeFiles(home);
        cgroup().create();
        process.awaitReady();
        startContainers(index -> newContainer(plans.get(index), null));
    }

    private Node needNode() throws IOException {
        Node known = node;
        if (known == null) {
            known = sandbox.nodes().acquire(nodeName(), setup());
            node = known;
        }
        return known;
    }

    private String nodeName() {
        return setup().node().isEmpty() ? "of pod " + plan().id() : setup().node();
    }

    /** The process that holds the pod's node; 0 if the pod has nothing to do with it. */
    long nodePid() {
        return node == null ? 0 : node.holderPid();
    }

    private RuncContainer newContainer(ContainerPlan container, @Nullable RuncContainer target) throws IOException {
        Path home = Files.createDirectory(folder().resolve("c" + containerCount.incrementAndGet()));
        return new RuncContainer(this, container, home, target == null ? 0 : target.pid());
    }

    @Override
    RuncContainer anew(RuncContainer old) throws IOException {
        return newContainer(old.plan(), null);
    }

    @Override
    RuncContainer ephemeral(Container container, PodVolumes volumes, @Nullable RuncContainer target)
            throws IOException {
        Image image = sandbox.images().find(plan().imageSource(container));
        return newContainer(new ContainerPlan(plan(), container, image, volumes, setup().objects()), target);
    }

    @Override
    String startFailure(Exception e) {
        return " did not start: " + e;
    }

    @Override
    String holderLoss() {
        return "the process that holds the network of the pod " + plan().name() + " died, and whatever answered on it";
    }

    RuncSandbox sandbox() {
        return sandbox;
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
    public String id() {
        return plan().id();
    }

    @Override
    void closeProcesses() {
        release();
        closeContainers();
    }

    @Override
    void closeSurroundings() {
        if (node != null) {
            sandbox.nodes().release(nodeName());
        }
    }
}
