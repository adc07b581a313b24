// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Folders that are created once and never change. The name of a folder determines its content. If several JVMs create
 * the same folder at the same time, each creates its own copy, and the first to finish wins.
 */
public final class ImageCache {
    private static final Pattern MAKING = Pattern.compile("making-(\\d{1,10})-");

    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

    private final Path home;
    private final ConcurrentHashMap<String, Object> locks = new ConcurrentHashMap<>();

    /** A cache below a folder, which is created when needed. */
    public ImageCache(Path home) {
        this.home = home;
    }

    @FunctionalInterface
    public interface Maker {
        /** Fills a new, empty folder. */
        void make(Path folder) throws IOException;
    }

    /** The folder of the cache. */
    public Path home() {
        return home;
    }

    /** The folder with a name, created if absent. */
    public Path get(String name, Maker maker) throws IOException {
        Path folder = home.resolve(name);
        synchronized (locks.computeIfAbsent(name, key -> new Object())) {
            if (Files.isDirectory(folder)) {
                return folder;
            }
            Files.createDirectories(home);
            keepOut();
            Path fresh = Files.createTempDirectory(
                    home, "making-" + ProcessHandle.current().pid() + "-");
            try {
                maker.make(fresh);
                publish(fresh, folder);
            } finally {
                FileTrees.delete(fresh);
            }
        }
        return folder;
    }

    /** Images contain setuid programs of root. No other user of the machine may start them. */
    private void keepOut() throws IOException {
        if (!Files.getPosixFilePermissions(home).equals(OWN)) {
            Files.setPosixFilePermissions(home, OWN);
        }
    }

    private static void publish(Path fresh, Path folder) throws IOException {
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // another JVM was first
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("can't rename " + fresh + " to " + folder, e);
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** Removes unfinished folders of killed JVMs. */
    public void sweep() throws IOException {
        if (!Files.isDirectory(home)) {
            return;
        }
        keepOut();
        try (var entries = Files.newDirectoryStream(home, "making-*")) {
            for (Path entry : entries) {
                Matcher name = MAKING.matcher(entry.getFileName().toString());
                if (name.lookingAt()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    FileTrees.delete(entry);
                }
            }
        }
    }
}
