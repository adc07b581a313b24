// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import com.github.dockerjava.api.DockerClient;
import io.kguard.internal.image.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The writable layer of a container on Docker, whose daemon bounds none on most file systems. Where the daemon keeps it in
 * a folder of its own and stacks whatever lies there, it comes to lie in memory, bounded, as on runc; elsewhere it is
 * watched, and its container killed when it has become too large.
 */
final class DockerLayer {
    /** The storage driver with a folder for each container. */
    private static final String DRIVER = "overlay2";

    private static final int FOLDER_MODE = 0710;
    private static final int PAGE = 4096;
    private static final long PAUSE_MILLIS = 100;

    private final DockerClient client;
    private final String container;
    private final ContainerLimits limits;
    private final long mostBytes;
    private volatile @Nullable Path folder;

    /** A layer that nothing bounds as yet. */
    DockerLayer(DockerClient client, String container, ContainerLimits limits, long mostBytes) {
        this.client = client;
        this.container = container;
        this.limits = limits;
        this.mostBytes = mostBytes;
    }

    /** Bounds the layer of a container that has not been started yet, if it can be. */
    static DockerLayer bound(DockerClient client, String container, ContainerLimits limits, long mostBytes)
            throws IOException {
        DockerLayer layer = new DockerLayer(client, container, limits, mostBytes);
        Path folder = layer.find();
        if (folder != null) {
            // with the container the daemon removes what is mounted in its place, also for a JVM that was killed
            MemoryMount.over(folder, mostBytes, FOLDER_MODE);
            layer.folder = folder;
        }
        return layer;
    }

    /** The folder that has the layer, what overlayfs works with, and the daemon's notes; null if there is none here. */
    private @Nullable Path find() throws IOException {
        Map<String, Object> found = client.inspectContainerCmd(container).exec().getRawValues();
        Map<String, Object> driver = JsonTree.object(found.get("GraphDriver"));
        Path upper = Path.of(JsonTree.text(JsonTree.object(driver.get("Data")).get("UpperDir")));
        Path place = upper.getParent();
        return DRIVER.equals(driver.get("Name")) && place != null && Files.isDirectory(place) ? place : null;
    }

    /**
     * Watches it, unless the kernel does.
     *
     * @param pid of the container's first process, 0 if that is over
     * @param exit completes when the container is over
     * @param kill ends the container
     */
    void started(long pid, CompletableFuture<Integer> exit, Runnable kill) {
        if (folder != null && isLarger(pid)) {
            folder = null; // a daemon may have a mount namespace of its own, to which ours do not come
        }
        if (folder == null) {
            Thread watch = new Thread(() -> watch(exit, kill), "kguard-layer-" + container.substring(0, 12));
            watch.setDaemon(true);
            watch.start();
        }
    }

    private boolean isLarger(long pid) {
        return Path.of("/proc/" + pid + "/root").toFile().getTotalSpace() > mostBytes + PAGE;
    }

    /** The daemon tells a layer's size when it is asked, and has no way to tell by itself. */
    private void watch(CompletableFuture<Integer> exit, Runnable kill) {
        while (!limits.outOfDisk()) {
            try {
                exit.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                look();
            } catch (ExecutionException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        kill.run();
    }

    /** Takes notice of a layer that is full. */
    void look() {
        Path place = folder;
        if (place != null) {
            limits.lookAtDisk(place);
            return;
        }
        try {
            Long size =
                    client.inspectContainerCmd(container).withSize(true).exec().getSizeRw();
            if (size != null) {
                limits.usesDisk(size);
            }
        } catch (RuntimeException e) {
            // it is gone, or whoever looks at the container finds out
        }
    }
}
