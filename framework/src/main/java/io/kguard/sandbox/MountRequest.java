package io.kguard.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One line of what {@code mounts.h} does. */
record MountRequest(String source, String target, String type, long flags, String data) {
    static final long NOSUID = 2;
    static final long NODEV = 4;
    static final long BIND = 4096;
    static final long REC = 16384;

    static MountRequest tmpfs(Path target, long bytes, int mode) {
        String data = "size=" + bytes + ",nr_inodes=100000,mode=" + Integer.toOctalString(mode);
        return new MountRequest("tmpfs", target.toString(), "tmpfs", NOSUID | NODEV, data);
    }

    static MountRequest mkdir(Path target, int mode) {
        return new MountRequest("", target.toString(), "mkdir", mode, "");
    }

    static MountRequest touch(Path target, int mode) {
        return new MountRequest("", target.toString(), "touch", mode, "");
    }

    static MountRequest bind(Path source, Path target) {
        return new MountRequest(source.toString(), target.toString(), "none", BIND | REC, "");
    }

    /**
     * A writable view of folders that stay as they are: an overlay whose upper layer is in memory, bounded.
     *
     * @param layers the topmost first
     * @param scratch an empty folder for the upper layer
     */
    static List<MountRequest> overlay(List<Path> layers, Path scratch, Path target, long bytes) {
        List<MountRequest> requests = new ArrayList<>();
        requests.add(new MountRequest(
                "tmpfs", scratch.toString(), "tmpfs", 0, "size=" + bytes + ",nr_inodes=100000,mode=755"));
        requests.add(mkdir(scratch.resolve("upper"), 0755));
        requests.add(mkdir(scratch.resolve("work"), 0755));
        String lower = String.join(":", layers.stream().map(Path::toString).toList());
        requests.add(new MountRequest(
                "overlay",
                target.toString(),
                "overlay",
                0,
                "lowerdir=" + lower + ",upperdir=" + scratch.resolve("upper") + ",workdir=" + scratch.resolve("work")));
        return requests;
    }

    private String joined(char separator) {
        return source + separator + target + separator + type + separator + flags + separator + data;
    }

    /** As a line for the pod's process. */
    String asLine() {
        return "mount " + joined('\t');
    }

    /** As a frame for a container's shim. */
    static byte[] asFrame(List<MountRequest> requests) {
        StringBuilder frame = new StringBuilder();
        requests.forEach(request -> frame.append(request.joined('\0')).append('\0'));
        return frame.toString().getBytes(UTF_8);
    }
}
