package io.kguard.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Volumes that the pod's process mounts in its own mount namespace. */
final class RuncVolumes implements VolumeMounts {
    private final Path folder;
    private final NodeSource node;
    private final List<String> lines = new ArrayList<>();

    RuncVolumes(Path folder, NodeSource node) {
        this.folder = folder;
        this.node = node;
    }

    /** Where the pod's node comes from, if it needs one. */
    interface NodeSource {
        Node get() throws IOException;
    }

    /** What the pod's process must do for them. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public Path inMemory(String volume, long bytes) throws IOException {
        Path files = Files.createDirectories(folder.resolve("volumes").resolve(volume));
        lines.add(MountRequest.tmpfs(files, bytes, 0777).asLine());
        return files;
    }

    @Override
    public Path onDecoyHost(Path path, Creation creation) throws IOException {
        Path root = node.get().root();
        Path served = root;
        for (int i = 0; creation != Creation.NONE && i < path.getNameCount(); i++) {
            served = served.resolve(path.getName(i));
            boolean file = creation == Creation.FILE && i == path.getNameCount() - 1;
            lines.add((file ? MountRequest.touch(served, 0644) : MountRequest.mkdir(served, 0755)).asLine());
        }
        return root.resolve(path.toString().substring(1));
    }
}
