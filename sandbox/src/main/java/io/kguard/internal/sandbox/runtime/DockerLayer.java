// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

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
 * The writable layer of a container on Docker. On most file systems the daemon does not bound its size. If the daemon
 * keeps the layer in a folder and stacks what is there, kguard puts a bounded file system in memory there, as on runc.
 * Otherwise kguard watches the layer, and kills the container if it grows too large.
 */
final class DockerLayer {
    /** The storage driver that has a folder for each container. */
    private static final String DRIVER = "overlay2";

    private static final int FOLDER_MODE = 0710;
    private static final int PAGE = 4096;
    private static final long PAUSE_MILLIS = 100;

    private final DockerClient client;
    private final String container;
    private final ContainerLimits limits;
    private final long mostBytes;
    private volatile @Nullable Path folder;

    /** A layer that is not bounded yet. */
    DockerLayer(DockerClient client, String container, ContainerLimits limits, long mostBytes) {
        this.client = client;
        this.container = container;
        this.limits = limits;
        this.mostBytes = mostBytes;
    }

    /** Bounds the layer of a container that has not started yet, if possible. */
    static DockerLayer bound(DockerClient client, String container, ContainerLimits limits, long mostBytes)
            throws IOException {
        DockerLayer layer = new DockerLayer(client, container, limits, mostBytes);
        Path folder = layer.find();
        if (folder != null) {
            // when the daemon removes the container it removes this mount too, even if this JVM was killed
            MemoryMount.over(folder, mostBytes, FOLDER_MODE);
            layer.folder = folder;
        }
        return layer;
    }

    /**
     * The folder with the layer, the work directory of overlayfs and the daemon's notes; null if it is not on this
     * machine.
     */
    private @Nullable Path find() throws IOException {
        Map<String, Object> found = client.inspectContainerCmd(container).exec().getRawValues();
        Map<String, Object> driver = JsonTree.object(found.get("GraphDriver"));
        Path upper = Path.of(JsonTree.text(JsonTree.object(driver.get("Data")).get("UpperDir")));
        Path place = upper.getParent();
        return DRIVER.equals(driver.get("Name")) && place != null && Files.isDirectory(place) ? place : null;
    }

    /**
     * Watches the layer, unless the kernel bounds it.
     *
     * @param pid the container's first process, or 0 if it has ended
     * @param exit completes when the container is over
     * @param kill ends the container
     */
    void started(long pid, CompletableFuture<Integer> exit, Runnable kill) {
        if (folder != null && isLarger(pid)) {
            folder = null; // a daemon may have its own mount namespace, in which our mounts are not visible
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

    /** The daemon must be polled for a layer's size. */
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

    /** Records whether the layer is full. */
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
            // it is gone, or the caller finds out
        }
    }
}
