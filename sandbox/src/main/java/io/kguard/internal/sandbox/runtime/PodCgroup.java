// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.SandboxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cgroup of a pod, with the layout of a kubelet without systemd: the same path in every hierarchy. */
final class PodCgroup {
    private static final Pattern PATH = Pattern.compile("/kubepods(/burstable|/besteffort)?/pod[A-Za-z0-9_-]+");
    /** The files of a cgroup, of both versions, that its user must be able to write. */
    private static final List<String> DELEGATED =
            List.of("cgroup.procs", "cgroup.threads", "cgroup.subtree_control", "tasks");

    private static final List<String> CONTROLLERS = List.of("cpu", "cpuset", "io", "memory", "pids");

    /** What a group has in the kernel's scheduler, and what it can have at most: in version 1, and in version 2. */
    private static final long SHARES = 1024;

    private static final long MAX_SHARES = 1 << 18;
    private static final long WEIGHT = 100;
    private static final long MAX_WEIGHT = 10_000;

    private static final Path PODS = Path.of("kubepods");
    private static final Path KUBELET = Path.of("/var/lib/kubelet");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long ATTEMPT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final List<CgroupMount> mounts;
    private final String path;
    /** The cgroups in each cgroup, as they were last seen. */
    private final Map<Path, List<Path>> children = new ConcurrentHashMap<>();

    private PodCgroup(List<CgroupMount> mounts, String path) {
        this.mounts = mounts;
        this.path = path;
    }

    /** The cgroup with this path; empty if the path is not that of a pod. */
    public static Optional<PodCgroup> of(List<CgroupMount> mounts, String path) {
        return PATH.matcher(path).matches() ? Optional.of(new PodCgroup(mounts, path)) : Optional.empty();
    }

    /** The path of a container's cgroup, from the root of the hierarchies. */
    String path(String containerId) {
        return path + "/" + containerId;
    }

    /** The folder of the container's cgroup in the hierarchy of a controller, or in the unified one for null. */
    public Optional<Path> folder(String containerId, @Nullable String controller) {
        return mounts.stream()
                .filter(mount -> controller == null ? mount.unified() : mount.controls(controller))
                .map(mount -> inside(mount, path(containerId)))
                .findFirst();
    }

    /** The folder that has a container's processes, and their counts. */
    private Optional<Path> anyFolder(String containerId) {
        return folder(containerId, "pids").or(() -> folder(containerId, null));
    }

    /**
     * A file that kills all processes of a container's cgroup when 1 is written (cgroup.kill), or at least stops new
     * ones when 0 is written (pids.max).
     */
    public Optional<Path> stopFile(String containerId) {
        return folder(containerId, null)
                .map(folder -> folder.resolve("cgroup.kill"))
                .or(() -> folder(containerId, "pids").map(folder -> folder.resolve("pids.max")));
    }

    /** Creates the pod's folders in all hierarchies. runc would create them only as parents of a container's. */
    public void create() throws IOException {
        for (CgroupMount mount : mounts) {
            Path folder = inside(mount, path);
            // another sandbox may be removing the empty parent folders
            for (int attempt = 0; ; attempt++) {
                try {
                    Files.createDirectories(folder);
                    break;
                } catch (NoSuchFileException | FileAlreadyExistsException e) {
                    if (attempt == 100) {
                        throw e;
                    }
                }
            }
        }
    }

    /** Creates a cgroup below the pod's, for processes outside containers. Returns its folders. */
    List<Path> createMember(String name) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (CgroupMount mount : mounts) {
            Path parent = inside(mount, path);
            Path folder = Files.createDirectory(parent.resolve(name));
            if (mount.controls("cpuset")) {
                inherit(parent, folder, "cpuset.cpus");
                inherit(parent, folder, "cpuset.mems");
            }
            folders.add(folder);
        }
        return folders;
    }

    /**
     * Allows a user to create cgroups below the pod's and to move processes between them. The pod's own limits can't be
     * changed.
     */
    public void delegate(int uid) throws IOException {
        for (CgroupMount mount : mounts) {
            Path folder = inside(mount, path);
            chown(folder, uid);
            for (String file : DELEGATED) {
                if (Files.exists(folder.resolve(file))) {
                    chown(folder.resolve(file), uid);
                }
            }
        }
    }

    /**
     * Enables what the containers need in the cgroups above the pod's: controllers in version 2; in version 1 the
     * processors and memory nodes of a cpuset, which a new one lacks.
     */
    public void enable() throws IOException {
        for (CgroupMount mount : mounts) {
            Path folder = mount.path();
            for (Path name : Path.of(path.substring(1))) {
                Path parent = folder;
                folder = folder.resolve(name);
                if (mount.unified()) {
                    enableControllers(parent);
                } else if (mount.controls("cpuset")) {
                    inherit(parent, folder, "cpuset.cpus");
                    inherit(parent, folder, "cpuset.mems");
                }
            }
            if (mount.unified()) {
                enableControllers(folder);
            }
        }
    }

    /** Gives all pods what a kubelet gives them: as much as the machine has. Else they have no more of it together than one session. */
    public void weigh() throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        for (CgroupMount mount : mounts) {
            Path pods = mount.path().resolve(PODS);
            write(pods.resolve("cpu.shares"), Math.min(MAX_SHARES, processors * SHARES));
            write(pods.resolve("cpu.weight"), Math.min(MAX_WEIGHT, processors * WEIGHT));
        }
    }

    private static void enableControllers(Path folder) throws IOException {
        Set<String> there = Set.of(
                Files.readString(folder.resolve("cgroup.controllers")).strip().split(" ", -1));
        String missing = CONTROLLERS.stream()
                .filter(there::contains)
                .map(name -> "+" + name)
                .collect(Collectors.joining(" "));
        if (!missing.isEmpty()) {
            Files.writeString(folder.resolve("cgroup.subtree_control"), missing);
        }
    }

    private static void inherit(Path parent, Path folder, String file) throws IOException {
        if (Files.readString(folder.resolve(file)).isBlank()) {
            Files.writeString(folder.resolve(file), Files.readString(parent.resolve(file)));
        }
    }

    private static void chown(Path path, int id) throws IOException {
        Files.setAttribute(path, "unix:uid", id);
        Files.setAttribute(path, "unix:gid", id);
    }

    /**
     * Creates the cgroup of the pod's shims in version 2, where moving a process needs write access to a cgroup above
     * both places. Empty without version 2.
     */
    public Optional<Path> shimFolder() throws IOException {
        Optional<Path> folder = folder("shims", null);
        if (folder.isPresent()) {
            Files.createDirectories(folder.get());
        }
        return folder;
    }

    /**
     * The pod's folder in the hierarchy of version 2.
     *
     * @throws SandboxException if none is mounted
     */
    public Path unifiedFolder() {
        return mounts.stream()
                .filter(CgroupMount::unified)
                .map(mount -> inside(mount, path))
                .findFirst()
                .orElseThrow(() -> new SandboxException(
                        SandboxException.Reason.NOT_SUPPORTED,
                        "the settings of the machine can't be protected from pods, because cgroup v2 is not mounted."
                                + " Mount it: mkdir -p /sys/fs/cgroup/unified && mount -t cgroup2 cgroup2"
                                + " /sys/fs/cgroup/unified"));
    }

    /** Sets limits for all of the pod's containers together. */
    public void limit(long memoryBytes, long processes) throws IOException {
        for (CgroupMount mount : mounts) {
            Path folder = inside(mount, path);
            write(folder.resolve("cgroup.max.descendants"), PodWatch.MAX_CGROUPS);
            write(folder.resolve("memory.limit_in_bytes"), memoryBytes);
            write(folder.resolve("memory.max"), memoryBytes);
            write(folder.resolve("pids.max"), processes);
        }
    }

    /**
     * Charges what a container's sockets hold, and limits it. Version 2 does so without being asked. Must be called
     * before the container has sockets.
     */
    public void limitSockets(String containerId, long bytes) throws IOException {
        Optional<Path> folder = folder(containerId, "memory");
        if (folder.isPresent()) {
            write(folder.get().resolve("memory.kmem.tcp.limit_in_bytes"), bytes);
        }
    }

    /** The most that a container's sockets held; 0 if the cgroup is gone, or of version 2. */
    long mostSocketMemory(String containerId) {
        return counter(
                folder(containerId, "memory").map(folder -> folder.resolve("memory.kmem.tcp.max_usage_in_bytes")), "");
    }

    /** The memory that is charged to the pod; 0 if it is gone. */
    long memoryUse() {
        for (CgroupMount mount : mounts) {
            Path folder = inside(mount, path);
            for (String file : List.of("memory.usage_in_bytes", "memory.current")) {
                if (Files.exists(folder.resolve(file))) {
                    return counter(Optional.of(folder.resolve(file)), "");
                }
            }
        }
        return 0;
    }

    /** The processes of all containers, also in cgroups below theirs. */
    List<Long> allProcesses() {
        List<Long> all = new ArrayList<>();
        mounts.stream()
                .filter(mount -> mount.unified() || mount.controls("pids"))
                .findFirst()
                .ifPresent(mount -> {
                    try {
                        for (Path folder : tree(inside(mount, path))) {
                            Files.readAllLines(folder.resolve("cgroup.procs"))
                                    .forEach(line -> all.add(Long.parseLong(line)));
                        }
                    } catch (IOException | UncheckedIOException e) {
                        // a cgroup is gone
                    }
                });
        return all;
    }

    /** Whether there are more than this many cgroups below the pod's in a hierarchy of version 1. In version 2 the kernel bounds them. */
    boolean isCrowded(int many) {
        return mounts.stream().filter(mount -> !mount.unified()).anyMatch(mount -> {
            try {
                return tree(inside(mount, path)).size() > many + 1;
            } catch (IOException | UncheckedIOException e) {
                return false; // a cgroup is gone
            }
        });
    }

    /** A cgroup and all cgroups below it, each before those in it. */
    private List<Path> tree(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try {
            addTree(folder, all);
        } catch (IOException e) {
            children.clear(); // one of them is gone
            throw e;
        }
        return all;
    }

    private void addTree(Path folder, List<Path> all) throws IOException {
        all.add(folder);
        // a cgroup has two links, and one of each cgroup in it. It has many files, so it is listed only if the number
        // has changed
        int count = (int) Files.getAttribute(folder, "unix:nlink") - 2;
        List<Path> known = count == 0 ? List.of() : children.getOrDefault(folder, List.of());
        if (known.size() != count) {
            try (Stream<Path> files = Files.list(folder)) {
                known = files.filter(Files::isDirectory).toList();
            }
            children.put(folder, known);
        }
        for (Path child : known) {
            addTree(child, all);
        }
    }

    private static void write(Path file, long value) throws IOException {
        if (Files.exists(file)) {
            Files.writeString(file, String.valueOf(value));
        }
    }

    /** The processes in a container's cgroup. */
    public List<Long> processes(String containerId) {
        Optional<Path> folder = anyFolder(containerId);
        try {
            return folder.isEmpty()
                    ? List.of()
                    : Files.readAllLines(folder.get().resolve("cgroup.procs")).stream()
                            .map(Long::valueOf)
                            .toList();
        } catch (IOException e) {
            return List.of(); // it is gone
        }
    }

    /** How many processes of the container the kernel killed because memory ran out; 0 if the cgroup is gone. */
    long outOfMemoryKills(String containerId) {
        return counter(
                folder(containerId, "memory")
                        .map(folder -> folder.resolve("memory.oom_control"))
                        .or(() -> folder(containerId, null).map(folder -> folder.resolve("memory.events"))),
                "oom_kill ");
    }

    /** How many processes and threads the kernel refused to the container; 0 if the cgroup is gone. */
    long refusedProcesses(String containerId) {
        return counter(anyFolder(containerId).map(folder -> folder.resolve("pids.events")), "max ");
    }

    private static long counter(Optional<Path> file, String name) {
        try {
            return file.isEmpty()
                    ? 0
                    : Files.readAllLines(file.get()).stream()
                            .filter(line -> line.startsWith(name))
                            .mapToLong(line -> Long.parseLong(line.substring(name.length())))
                            .sum();
        } catch (IOException e) {
            return 0; // the cgroup is gone
        }
    }

    /**
     * Kills what a container's first process left behind. In a separate pid namespace nothing survives the first
     * process.
     */
    public void killLeftovers(String containerId) {
        anyFolder(containerId).ifPresent(folder -> {
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (hasProcesses(folder) && System.nanoTime() - deadline < 0) {
                killAll(folder);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        });
    }

    private static boolean hasProcesses(Path folder) {
        try {
            return !Files.readString(folder.resolve("cgroup.procs")).isEmpty();
        } catch (IOException e) {
            return false; // it is gone
        }
    }

    /**
     * Freezes the processes of a container, including those in cgroups below its own.
     *
     * @return the processes; empty if the cgroup is gone
     * @throws SandboxException if they can't be frozen
     */
    public Set<Long> freeze(ContainerMetadata container) {
        return freeze(container.id(), container.title());
    }

    /** Freezes the processes of a cgroup of the pod, with a title for messages. */
    Set<Long> freeze(String id, String title) {
        Freezer freezer = Freezer.of(this, id)
                .orElseThrow(() -> new SandboxException(
                        SandboxException.Reason.NOT_SUPPORTED,
                        title + " can't be stopped: no cgroup hierarchy of this machine has a freezer"));
        try {
            freezer.freeze();
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            long attempt = System.nanoTime();
            while (!freezer.isFrozen()) {
                if (System.nanoTime() - attempt > ATTEMPT_NANOS) {
                    // a thread that executes a program waits for the process's other threads, which are frozen already
                    freezer.thaw();
                    LockSupport.parkNanos(PAUSE_NANOS);
                    freezer.freeze();
                    attempt = System.nanoTime();
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new SandboxException(
                            SandboxException.Reason.TIMEOUT,
                            title + " did not stop when it was frozen: a process of it sleeps in the kernel");
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return freezer.processes();
        } catch (IOException | UncheckedIOException e) {
            if (Files.exists(freezer.folder())) {
                throw new SandboxException(
                        SandboxException.Reason.INTERNAL, title + " can't be stopped: " + FileFault.of(e), e);
            }
            return Set.of(); // the container has ended
        }
    }

    /** Thaws processes that {@link #freeze(String, String)} froze. */
    public void unfreeze(String id, String title) {
        Optional<Freezer> freezer = Freezer.of(this, id);
        try {
            if (freezer.isPresent()) {
                freezer.get().thaw();
            }
        } catch (IOException e) {
            if (Files.exists(freezer.get().folder())) {
                throw new SandboxException(
                        SandboxException.Reason.INTERNAL, title + " can't be let run again: " + FileFault.of(e), e);
            }
            // it has ended
        }
    }

    /** Thaws the processes of a container, whoever froze them: frozen processes can't be killed. */
    public void thaw(String containerId) {
        folder(containerId, "freezer").ifPresent(this::thaw);
    }

    private void thaw(Path folder) {
        try {
            for (Path cgroup : tree(folder)) {
                if (Files.exists(cgroup.resolve("freezer.state"))) {
                    Files.writeString(cgroup.resolve("freezer.state"), "THAWED");
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // it is gone
        }
    }

    /** Kills what still runs in the pod's cgroup and removes it from every hierarchy. */
    public void remove() {
        // a process frozen in one hierarchy stays in all of them, so thaw and kill in all before waiting for any
        mounts.forEach(mount -> killAll(inside(mount, path)));
        for (CgroupMount mount : mounts) {
            removeTree(inside(mount, path));
        }
    }

    /** Removes a container's cgroup from every hierarchy. */
    public void remove(String containerId) {
        for (CgroupMount mount : mounts) {
            removeTree(inside(mount, path(containerId)));
        }
    }

    /** Removes the folders above the pod's if they are empty and no kubelet of this machine needs them. */
    public void removeParents() {
        if (Files.exists(KUBELET)) {
            return;
        }
        for (CgroupMount mount : mounts) {
            Path root = mount.path();
            for (Path folder = inside(mount, path).getParent();
                    folder != null && !folder.equals(root);
                    folder = folder.getParent()) {
                try {
                    Files.deleteIfExists(folder);
                } catch (IOException e) {
                    break; // it has another pod
                }
            }
        }
    }

    private static Path inside(CgroupMount mount, String path) {
        return mount.path().resolve(path.substring(1));
    }

    private void removeTree(Path folder) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (Files.isDirectory(folder)) {
            try {
                removeOnce(folder);
            } catch (IOException e) {
                killAll(folder);
                // A killed process leaves its cgroup some time after its end, and nothing notifies of it.
                if (System.nanoTime() - deadline > 0) {
                    throw new SandboxException(
                            SandboxException.Reason.INTERNAL,
                            "the cgroup " + folder + " can't be removed: " + FileFault.of(e),
                            e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void removeOnce(Path folder) throws IOException {
        try {
            List<Path> all = tree(folder);
            for (int i = all.size() - 1; i >= 0; i--) {
                Files.deleteIfExists(all.get(i));
            }
        } catch (NoSuchFileException e) {
            // another hand removes it: the caller looks again
        } catch (DirectoryNotEmptyException e) {
            throw new IOException("it is in use", e);
        }
    }

    private void killAll(Path folder) {
        thaw(folder);
        try {
            for (Path cgroup : tree(folder)) {
                for (String pid : Files.readAllLines(cgroup.resolve("cgroup.procs"))) {
                    ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // it may be gone; the caller finds out
        }
    }
}
