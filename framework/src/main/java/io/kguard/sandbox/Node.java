package io.kguard.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The decoy node of one or more pods on runc: the files that hostPath serves and the processes that hostPID shows. A
 * process of ours holds it.
 */
final class Node {
    private final Path folder;
    private final Shim holder;

    private Node(Path folder, Shim holder) {
        this.folder = folder;
        this.holder = holder;
    }

    /**
     * Starts a node.
     *
     * @param folder an empty folder of its own, which goes with it
     */
    static Node start(RuncSandbox sandbox, PodSetup setup, Path folder) throws IOException {
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        Path root = Files.createDirectory(folder.resolve("root"));
        Image base = sandbox.images().load(ImageSource.base());
        List<String> lines = new ArrayList<>(List.of("hostname " + DecoyHost.NAME));
        lines.addAll(PodNetwork.lines(PodNetwork.NODE_ADDRESS, setup.peers()));
        lines.addAll(sandbox.decoy().lines(base, scratch, root, setup.limits().diskBytes()));
        lines.add("node " + root);
        lines.add("end\n");
        Shim holder = Shim.start(sandbox.shim(), List.of("pod"), String.join("\n", lines));
        return new Node(folder, holder.awaitReady());
    }

    /** Where the node's root is, in the mount namespace of its holder. */
    Path root() {
        return folder.resolve("root");
    }

    /** The process that holds the node's network, IPC and mounts; what it starts is in the node's pid namespace. */
    long holderPid() {
        return holder.pid();
    }

    boolean isAlive() {
        return holder.isAlive();
    }

    void close() throws IOException {
        holder.close();
        FileTrees.delete(folder);
    }
}
