// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.image.FileTrees;
import io.kguard.internal.image.Image;
import io.kguard.internal.image.ImageSource;
import io.kguard.internal.sandbox.PodSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The node of one or more pods on runc. It is a jail, if pods are to be confined. When a pod first looks at its node it
 * becomes a decoy: it gets the files that hostPath shows and the processes that hostPID shows. A holder process of
 * kguard holds each of them.
 */
final class Node {
    private static final String WORK = "work";

    private final RuncSandbox sandbox;
    private final Path folder;
    private final @Nullable Jail jail;
    private final Standstill standstill = new Standstill();
    private @Nullable Decoy decoy;
    private @Nullable NodeCgroup cgroup;

    private Node(RuncSandbox sandbox, Path folder, @Nullable Jail jail) {
        this.sandbox = sandbox;
        this.folder = folder;
        this.jail = jail;
    }

    /**
     * What pods see of their node.
     *
     * @param holder holds the node's network, IPC and mounts; the processes that it starts are in the node's pid
     *     namespace
     * @param root the node's root directory in the mount namespace of its holder
     */
    record Decoy(Shim holder, Path root) {}

    /**
     * Starts a node.
     *
     * @param folder an empty folder, which is removed with the node
     */
    static Node start(RuncSandbox sandbox, Path folder, boolean confined) throws IOException {
        Files.createDirectory(folder.resolve(WORK));
        Jail jail = confined ? Jail.start(sandbox.shim(), sandbox.runcFiles(), folder, sandbox.freezer()) : null;
        return new Node(sandbox, jail == null ? folder : jail.folder(), jail);
    }

    /** The parent of its pods' folders. */
    Path folder() {
        return folder;
    }

    /** runc, configured for this node. */
    Runc runc() {
        return jail == null ? sandbox.runc() : sandbox.runc().withRoot(work(folder, "runc"));
    }

    /**
     * A place for what processes of the node write for each other. In a jail it is in the jail's memory, and this JVM
     * must not look there: whoever is in the jail could have put a link there.
     *
     * @param owner the node's folder or one below it
     */
    Path work(Path owner, String name) {
        String prefix = folder.relativize(owner).toString().replace('/', '-');
        return folder.resolve(WORK).resolve(prefix.isEmpty() ? name : prefix + "-" + name);
    }

    boolean confined() {
        return jail != null;
    }

    /** The kernel's id of root on this node. */
    int rootId() {
        return jail == null ? 0 : jail.firstId();
    }

    /** The arguments that make a shim join the node's jail with these layers; empty without a jail. */
    List<String> arguments(ImageLayers layers) {
        if (jail == null) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>(List.of("-jail", String.valueOf(jail.pid())));
        arguments.addAll(layers.arguments());
        return arguments;
    }

    /** An image's layers as processes on this node see them. */
    ImageLayers layers(List<Path> layers, Path place) {
        return new ImageLayers(layers, jail == null ? null : place);
    }

    /** Translates a process id from the machine to the node. */
    long inside(long pid) {
        return jail == null ? pid : JailPids.inside(pid);
    }

    /** Translates a process id from the node to the machine. */
    long outside(long pid, List<Long> candidates) {
        return jail == null ? pid : JailPids.outside(pid, candidates);
    }

    /** Separates what runs here from what it must not see. */
    public Standstill standstill() {
        return standstill;
    }

    /** The decoy, created on first use. */
    synchronized Decoy decoy(PodSetup setup) throws IOException {
        if (decoy == null) {
            decoy = startDecoy(setup);
        }
        return decoy;
    }

    private Decoy startDecoy(PodSetup setup) throws IOException {
        Path home = Files.createDirectory(folder.resolve("node"));
        Path scratch = Files.createDirectory(home.resolve("scratch"));
        Path root = Files.createDirectory(home.resolve("root"));
        Image base = sandbox.images().load(ImageSource.base());
        NodeCgroup limited = NodeCgroup.create(sandbox.cgroups(), home, setup.limits());
        cgroup = limited;
        ImageLayers layers = layers(sandbox.decoy().layers(base), work(home, "layers"));
        PodFrames frames = new PodFrames();
        frames.hostName(PodPlan.NODE);
        frames.network(PodNetwork.NODE_ADDRESS, setup.peers());
        DecoyHost.make(frames, layers, scratch, root, setup.limits().diskBytes());
        frames.node(root);
        List<String> arguments = new ArrayList<>(List.of("pod"));
        arguments.addAll(arguments(layers));
        arguments.addAll(limited.arguments());
        arguments.addAll(PodNetwork.relayArguments(setup.peers()));
        Shim holder = Shim.start(sandbox.shim(), arguments, frames.toBytes());
        standstill.start(limited, holder::awaitReady);
        return new Decoy(holder, root);
    }

    void close() throws IOException {
        if (decoy != null) {
            decoy.holder().close();
        }
        if (cgroup != null) {
            cgroup.remove();
        }
        if (jail != null) {
            jail.close();
        }
        FileTrees.delete(folder);
    }
}
