// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Volumes that the pod's holder mounts in its own mount namespace. */
final class RuncVolumes implements VolumeMounts {
    /** How much may be written to the writable view of a read-only volume. */
    private static final long KEPT_BYTES = 1 << 20;

    private final Node node;
    private final Path folder;
    private final DecoySource decoy;
    private final List<MountRequest> requests = new ArrayList<>();

    RuncVolumes(Node node, Path folder, DecoySource decoy) {
        this.node = node;
        this.folder = folder;
        this.decoy = decoy;
    }

    /** Provides the pod's decoy node when it is needed. */
    interface DecoySource {
        Node.Decoy get() throws IOException;
    }

    void add(MountRequest request) {
        requests.add(request);
    }

    /** The mounts that the pod's holder must make. */
    List<MountRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public Path inMemory(String volume, long bytes) throws IOException {
        Path files = Files.createDirectories(folder.resolve("volumes").resolve(volume));
        add(MountRequest.tmpfs(files, bytes, 0777));
        return files;
    }

    @Override
    public void keep(Path files) throws IOException {
        Path scratch = Files.createDirectories(folder.resolve("scratch").resolve(String.valueOf(requests.size())));
        requests.addAll(MountRequest.overlay(new ImageLayers(List.of(files), null), scratch, files, KEPT_BYTES));
    }

    @Override
    public Path onDecoyHost(Path path, Creation creation) throws IOException {
        Path place = node.work(folder, "host-" + requests.size());
        add(MountRequest.inside(decoy.get().root(), path.toString(), place, creation));
        return place;
    }
}
