// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One operation of {@code mounts.h}. */
record MountRequest(String source, String target, String type, long flags, String data) {
    static final long NOSUID = 2;
    static final long NODEV = 4;
    static final long BIND = 4096;
    static final long REC = 16384;

    public static MountRequest tmpfs(Path target, long bytes, int mode) {
        String data = "size=" + bytes + ",nr_inodes=100000,mode=" + Integer.toOctalString(mode);
        return new MountRequest("tmpfs", target.toString(), "tmpfs", 0, data);
    }

    static MountRequest mkdir(Path target, int mode) {
        return new MountRequest("", target.toString(), "mkdir", mode, "");
    }

    public static MountRequest touch(Path target, int mode) {
        return new MountRequest("", target.toString(), "touch", mode, "");
    }

    /** Creates a file with the content of another. */
    public static MountRequest copy(Path source, Path target, int mode) {
        return new MountRequest(source.toString(), target.toString(), "copy", mode, "");
    }

    /**
     * Binds what a path leads to, with the root as its upper end.
     *
     * @param target is created as a folder or a file, like what is bound
     */
    public static MountRequest inside(Path root, String path, Path target, VolumeMounts.Creation creation) {
        return new MountRequest(root.toString(), target.toString(), "inside", creation.ordinal(), path);
    }

    /** The same, but a path that leads out of the root is an error. */
    public static MountRequest beneath(Path root, String path, Path target, VolumeMounts.Creation creation) {
        return new MountRequest(root.toString(), target.toString(), "beneath", creation.ordinal(), path);
    }

    /** A sysfs with the kernel objects that the network namespace shows. */
    static MountRequest sysfs(Path target) {
        return new MountRequest("sysfs", target.toString(), "sysfs", NOSUID | NODEV, "");
    }

    static MountRequest bind(Path source, Path target) {
        return new MountRequest(source.toString(), target.toString(), "none", BIND | REC, "");
    }

    /**
     * A writable view of folders that stay unchanged: an overlay with a bounded upper layer in memory.
     *
     * @param layers are no longer reachable afterwards if they are mounts of the shim
     * @param scratch an empty folder for the upper layer
     */
    public static List<MountRequest> overlay(ImageLayers layers, Path scratch, Path target, long bytes) {
        List<MountRequest> requests = new ArrayList<>();
        requests.add(tmpfs(scratch, bytes, 0755));
        requests.add(mkdir(scratch.resolve("upper"), 0755));
        requests.add(mkdir(scratch.resolve("work"), 0755));
        String lower =
                String.join(":", layers.inside().stream().map(Path::toString).toList());
        requests.add(new MountRequest(
                "overlay",
                target.toString(),
                "overlay",
                0,
                "lowerdir=" + lower + ",upperdir=" + scratch.resolve("upper") + ",workdir=" + scratch.resolve("work")));
        layers.mounts().forEach(layer -> requests.add(unmount(layer)));
        return requests;
    }

    /** Removes a mount of the shim. Processes that use it keep it. */
    static MountRequest unmount(Path target) {
        return new MountRequest("", target.toString(), "unmount", 0, "");
    }

    /** The strings of a frame to a shim. */
    List<String> texts() {
        return List.of(source, target, type, String.valueOf(flags), data);
    }

    /** The payload of a frame to a shim with several requests. */
    public static byte[] encode(List<MountRequest> requests) {
        return ShimTexts.encode(
                requests.stream().flatMap(request -> request.texts().stream()).toList());
    }
}
