package io.kguard.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The node that one or more pods on runc run on: a jail, and once a pod looks at its node, a decoy: the files that hostPath
 * serves and the processes that hostPID shows. A process of ours holds each.
 */
final class Node {
    private final RuncSandbox sandbox;
    private final Jail jail;
    private @Nullable Decoy decoy;

    private Node(RuncSandbox sandbox, Jail jail) {
        this.sandbox = sandbox;
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
    static Node start(RuncSandbox sandbox, Path folder) throws IOException {
        return new Node(sandbox, Jail.start(sandbox.shim(), sandbox.runc(), folder));
    }

    Jail jail() {
        return jail;
    }

    /** The decoy, made when it is first asked for. */
    synchronized Decoy decoy(PodSetup setup) throws IOException {
        if (decoy == null) {
            decoy = startDecoy(setup);
        }
        return decoy;
    }

    private Decoy startDecoy(PodSetup setup) throws IOException {
        Path folder = Files.createDirectory(jail.folder().resolve("node"));
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        Path root = Files.createDirectory(folder.resolve("root"));
        Image base = sandbox.images().load(ImageSource.base());
        JailedLayers layers = new JailedLayers(sandbox.decoy().layers(base), folder.resolve("layers"));
        PodFrames frames = new PodFrames();
        frames.hostName(DecoyHost.NAME);
        frames.network(PodNetwork.NODE_ADDRESS, setup.peers());
        DecoyHost.make(frames, layers.inside(), scratch, root, setup.limits().diskBytes());
        frames.node(root);
        List<String> arguments = new ArrayList<>(List.of("pod", "-jail", String.valueOf(jail.pid())));
        arguments.addAll(layers.arguments());
        arguments.addAll(PodNetwork.relayArguments(setup.peers()));
        Shim holder = Shim.start(sandbox.shim(), arguments, frames.toBytes());
        return new Decoy(holder.awaitReady(), root);
    }

    boolean isAlive() {
        return jail.isAlive() && (decoy == null || decoy.holder().isAlive());
    }

    void close() throws IOException {
        if (decoy != null) {
            decoy.holder().close();
        }
        jail.close();
    }
}
