// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import io.kguard.internal.image.FileTrees;
import io.kguard.internal.image.Image;
import io.kguard.internal.image.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The node that one or more pods on runc run on: a jail, if they are to be confined, and once a pod looks at its node, a
 * decoy: the files that hostPath serves and the processes that hostPID shows. A process of ours holds each.
 */
final class Node {
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
     * @param holder holds the node's network, IPC and mounts; what it starts is in the node's pid namespace
     * @param root where the node's root is, in the mount namespace of its holder
     */
    record Decoy(Shim holder, Path root) {}

    /**
     * Starts a node.
     *
     * @param folder an empty folder of its own, which goes with it
     */
    static Node start(RuncSandbox sandbox, Path folder, boolean confined) throws IOException {
        Jail jail = confined ? Jail.start(sandbox.shim(), sandbox.runcFiles(), folder, sandbox.freezer()) : null;
        return new Node(sandbox, jail == null ? folder : jail.folder(), jail);
    }

    /** Where the folders of its pods are. */
    Path folder() {
        return folder;
    }

    /** runc as it works on this node. */
    Runc runc() {
        return jail == null ? sandbox.runc() : sandbox.runc().withRoot(jail.runcRoot());
    }

    boolean confined() {
        return jail != null;
    }

    /** How a shim is told to go on in the node's jail, with these layers; nothing if there is none. */
    List<String> arguments(ImageLayers layers) {
        if (jail == null) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>(List.of("-jail", String.valueOf(jail.pid())));
        arguments.addAll(layers.arguments());
        return arguments;
    }

    /** An image's layers as processes on this node find them. */
    ImageLayers layers(List<Path> layers, Path place) {
        return new ImageLayers(layers, jail == null ? null : place);
    }

    /** The number by which processes on this node know a process. */
    long inside(long pid) {
        return jail == null ? pid : JailPids.inside(pid);
    }

    /** The process that those on this node know by a number. */
    long outside(long pid, List<Long> candidates) {
        return jail == null ? pid : JailPids.outside(pid, candidates);
    }

    /** Keeps apart what runs here and what must not be seen. */
    Standstill standstill() {
        return standstill;
    }

    /** The decoy, made when it is first asked for. */
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
        ImageLayers layers = layers(sandbox.decoy().layers(base), home.resolve("layers"));
        PodFrames frames = new PodFrames();
        frames.hostName(DecoyHost.NAME);
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

    boolean isAlive() {
        return (jail == null || jail.isAlive())
                && (decoy == null || decoy.holder().isAlive());
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
