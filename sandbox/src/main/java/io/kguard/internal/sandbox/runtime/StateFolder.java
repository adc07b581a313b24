// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.image.FileTrees;
import io.kguard.internal.sandbox.SandboxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder for everything that this JVM must remove. Its name contains the JVM's process id and start time, so that a
 * later JVM can find what a dead one left.
 */
final class StateFolder {
    private static final Pattern OWNER = Pattern.compile("(\\d+)-(\\d+)(?:-\\d+)?");
    private static final AtomicInteger SEQUENCE = new AtomicInteger();
    static final String CGROUP = "cgroup";
    /** A pod's folder may be in one of the folders here, and the file is in the pod's folder. */
    private static final int PODS_DEPTH = 3;

    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");
    private static final int ATTEMPTS = 1000;
    private static final long REMOVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path home;
    private final List<CgroupMount> cgroups;
    private final AtomicInteger pods = new AtomicInteger();

    private StateFolder(Path home, List<CgroupMount> cgroups) {
        this.home = home;
        this.cgroups = cgroups;
    }

    public static StateFolder create(Path root, List<CgroupMount> cgroups) throws IOException {
        long pid = ProcessHandle.current().pid();
        Path home =
                root.resolve(pid + "-" + ProcStat.of(pid).orElseThrow().startTime() + "-" + SEQUENCE.incrementAndGet());
        for (int attempt = 1; ; attempt++) {
            try {
                Files.createDirectories(root);
                Files.createDirectory(home, PosixFilePermissions.asFileAttribute(OWN));
                return new StateFolder(home, cgroups);
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                // another JVM that ends may just have removed the empty root
                if (attempt == ATTEMPTS || Files.exists(home)) {
                    throw e;
                }
            }
        }
    }

    public Path home() {
        return home;
    }

    /** The name of this folder's owner, for marks elsewhere; see {@link #ownerLives}. */
    public String owner() {
        return String.valueOf(home.getFileName());
    }

    /** Whether the JVM with an owner name still runs. */
    public static boolean ownerLives(String owner) {
        Matcher name = OWNER.matcher(owner);
        return name.matches() && lives(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)));
    }

    /**
     * Creates a folder for a pod, with a note of the pod's cgroup.
     *
     * @param parent this folder, or one that {@link #newFolder} created
     */
    public Path newPod(Path parent, String cgroupPath) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("p" + pods.incrementAndGet()));
        try {
            Files.writeString(folder.resolve(CGROUP), cgroupPath);
        } catch (IOException e) {
            FileTrees.delete(folder); // nobody else knows it yet
            throw e;
        }
        return folder;
    }

    /** Creates a folder for other things that must be removed. */
    public Path newFolder() {
        try {
            return Files.createDirectory(home.resolve("f" + pods.incrementAndGet()));
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxException.Reason.INTERNAL, "a folder can't be made in " + home + ": " + FileFault.of(e), e);
        }
    }

    public void remove() throws IOException {
        FileTrees.delete(home);
        Path root = home.getParent();
        if (root != null) {
            removeIfEmpty(root);
        }
    }

    /** Removes the folder although others may still put files into it, by trying for a while. */
    public void removeWhileInUse() throws IOException {
        long deadline = System.nanoTime() + REMOVAL_NANOS;
        while (true) {
            try {
                remove();
                return;
            } catch (DirectoryNotEmptyException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /**
     * The folders of dead JVMs, with the cgroup paths of their pods.
     *
     * @return the cgroups by owner
     */
    public static Map<Path, List<String>> leftovers(Path root) throws IOException {
        Map<Path, List<String>> found = new TreeMap<>();
        for (Path owner : deadOwners(root)) {
            List<String> cgroups = new ArrayList<>();
            if (forEachCgroup(owner, cgroups::add)) {
                found.put(owner, cgroups);
            }
        }
        return found;
    }

    /** The folders of JVMs that do not run any more. */
    private static List<Path> deadOwners(Path root) throws IOException {
        try (Stream<Path> owners = Files.list(root)) {
            return owners.filter(owner -> {
                        String name = String.valueOf(owner.getFileName());
                        return OWNER.matcher(name).matches() && !ownerLives(name);
                    })
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Something that is done with the path of a cgroup. */
    private interface CgroupAction {
        void accept(String path) throws IOException;
    }

    /** Returns false if the folder vanishes meanwhile, because another JVM sweeps. */
    private static boolean forEachCgroup(Path owner, CgroupAction action) throws IOException {
        try (Stream<Path> remembered = Files.find(owner, PODS_DEPTH, StateFolder::remembersCgroup)) {
            for (Path file : remembered.toList()) {
                action.accept(Files.readString(file));
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return false;
            }
            throw e.getCause();
        }
    }

    /** Removes what dead JVMs left below this folder. What belongs to running JVMs is not touched. */
    public static void sweep(Path root, List<CgroupMount> cgroups) throws IOException {
        for (Path owner : deadOwners(root)) {
            new StateFolder(owner, cgroups).removeLeftovers();
        }
    }

    private void removeLeftovers() throws IOException {
        if (!forEachCgroup(home, this::removeCgroup)) {
            return;
        }
        MemoryMount.detach(home);
        FileTrees.delete(home);
    }

    private static boolean remembersCgroup(Path path, BasicFileAttributes attributes) {
        return path.endsWith(CGROUP) && attributes.isRegularFile();
    }

    /** By now a running JVM may have a pod with the same uid. */
    private void removeCgroup(String path) throws IOException {
        Optional<PodCgroup> cgroup = PodCgroup.of(cgroups, path);
        Optional<CgroupClaim> claim = cgroup.isEmpty() ? Optional.empty() : CgroupClaim.take(path, Duration.ZERO);
        if (claim.isPresent()) {
            try {
                cgroup.get().remove();
                cgroup.get().removeParents();
            } finally {
                claim.get().release();
            }
        }
    }

    public static void removeIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // others use it
        }
    }

    private static boolean lives(long pid, long startTime) {
        return ProcStat.of(pid)
                .filter(stat -> stat.startTime() == startTime && !stat.ending())
                .isPresent();
    }
}
